using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that a service has the settings its kind requires, and none that have no effect on it.</summary>
internal sealed class KindCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckPort(service);
            CheckReplicas(service);
            CheckRestart(service);
        }
    }

    private static void CheckPort(ServiceUnderReview service)
    {
        var port = DeclaredPort.InService(service.Settings).FirstOrDefault();
        if (service.Settings.Kind == ServiceKind.Service && port is null)
        {
            service.Reject(
                service.Path,
                "a service needs a port",
                "write 'port: 8080', or 'kind: worker' if it answers no requests",
                service.At("port"),
                service.At("ports"),
                service.At("sidecars"),
                service.At("kind")
            );
        }
        else if (service.Settings.Kind is ServiceKind.Worker or ServiceKind.Job or ServiceKind.Cron && port is not null)
        {
            service.Reject(
                PortCheck.At(service, port),
                $"a {KindName(service)} answers no requests, so it has no port",
                "remove the port, or write 'kind: service'",
                service.At("kind")
            );
        }
    }

    private static void CheckReplicas(ServiceUnderReview service)
    {
        var reason = service.Settings.Kind switch
        {
            ServiceKind.Cron => "a cron service runs to completion",
            ServiceKind.Job => "a job runs to completion",
            ServiceKind.Daemon => "a daemon runs once on every node",
            _ => null,
        };
        if (reason is null)
        {
            return;
        }

        if (service.Settings.Replicas is not null)
        {
            service.Reject(
                service.At("replicas"),
                $"{reason}, so it has no replicas",
                $"remove 'replicas'{Instead(service)}",
                service.At("kind")
            );
        }

        if (service.Settings.Scaling is not null)
        {
            service.Reject(
                service.At("scaling"),
                $"{reason}, so it cannot be autoscaled",
                $"remove 'scaling'{Instead(service)}",
                service.At("kind")
            );
        }
    }

    private static void CheckRestart(ServiceUnderReview service)
    {
        if (service.Settings.Restart is not { } restart)
        {
            return;
        }

        var isLongRunning = service.Settings.Kind.IsLongRunning();
        if (!isLongRunning && restart == RestartPolicy.Always)
        {
            service.Reject(
                service.At("restart"),
                $"Kubernetes allows only 'onFailure' and 'never' for a {KindName(service)}",
                "write 'restart: onFailure', or remove it",
                service.At("kind")
            );
        }
        else if (isLongRunning && restart != RestartPolicy.Always)
        {
            service.Reject(
                service.At("restart"),
                $"Kubernetes allows only 'always' for a {KindName(service)}, whose pods are replaced when they terminate",
                "remove it, or write 'kind: job' for a service that runs to completion",
                service.At("kind")
            );
        }
    }

    private static string Instead(ServiceUnderReview service) =>
        service.Settings.Kind == ServiceKind.Daemon ? "" : ", or write 'job: {parallelism: 3}'";

    private static string KindName(ServiceUnderReview service) =>
        service.Settings.Kind == ServiceKind.Cron ? "cron service" : ScalarType.EnumName(service.Settings.Kind.ToString());
}
