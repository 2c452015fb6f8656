internal import CDisks
