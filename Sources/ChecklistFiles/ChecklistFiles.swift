internal import CChecklists
