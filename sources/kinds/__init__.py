"""The kinds of sources, each a module behind one protocol: discover finds candidates, obtain gets the body of one."""
