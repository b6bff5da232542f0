namespace Infra.Settings.Checks;

/// <summary>Each kind of service has what it needs and nothing that means nothing to it.</summary>
internal sealed class KindCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckPort(service);
            CheckRunsForEver(service);
        }
    }

    private static void CheckPort(ServiceUnderReview service)
    {
        var hasPort = service.Settings.Port is not null;
        if (service.Settings.Kind == ServiceKind.Service && !hasPort)
        {
            service.Reject(service.Path, "a service answers on a port, and none is given", "write 'port: 8080', or 'kind: worker' if it listens to nobody", service.At("port"), service.At("kind"));
        }
        else if (service.Settings.Kind != ServiceKind.Service && hasPort)
        {
            service.Reject(service.At("port"), $"a {Word(service)} listens to nobody, so it has no port", "remove the port, or write 'kind: service'", service.At("kind"));
        }
    }

    private static void CheckRunsForEver(ServiceUnderReview service)
    {
        if (service.Settings.Kind != ServiceKind.Cron)
        {
            return;
        }

        if (service.Settings.Replicas is not null)
        {
            service.Reject(service.At("replicas"), "a cron service runs one pod at a time", "remove 'replicas'", service.At("kind"));
        }

        if (service.Settings.Scaling is not null)
        {
            service.Reject(service.At("scaling"), "a cron service ends by itself and cannot be scaled by load", "remove 'scaling'", service.At("kind"));
        }
    }

    private static string Word(ServiceUnderReview service) => Binding.ScalarType.Word(service.Settings.Kind.ToString());
}
