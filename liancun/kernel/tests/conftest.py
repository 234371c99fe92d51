from hypothesis import HealthCheck, settings

# A busy machine makes single examples slow; that says nothing about the kernel.
settings.register_profile("kernel", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kernel")
