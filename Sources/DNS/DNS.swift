internal import CLDNS
