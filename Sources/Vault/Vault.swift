internal import Hygiene
