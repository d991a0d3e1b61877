# A package of its own, also where one of the same name is installed.
