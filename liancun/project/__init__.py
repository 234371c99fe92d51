"""The whole program put together: settings, addresses, menus, jobs, command line."""
