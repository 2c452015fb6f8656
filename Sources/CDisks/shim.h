#pragma once
#include <blkid/blkid.h>
#include <libcryptsetup.h>
