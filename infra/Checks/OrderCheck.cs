using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that the services that others wait for exist, become complete or ready, and do not wait in turn.</summary>
internal sealed class OrderCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var after = service.Settings.After;
            for (var i = 0; i < after.Length; i++)
            {
                var at = service.At("after").Item(i);
                if (after.IndexOf(after[i]) < i)
                {
                    service.Reject(at, $"'{after[i]}' is listed twice", "remove one");
                }
                else
                {
                    CheckPredecessor(service, after[i], at);
                }
            }
        }
    }

    private static void CheckPredecessor(ServiceUnderReview service, string predecessor, SettingsPath at)
    {
        if (predecessor == service.Name)
        {
            service.Reject(at, "a service cannot wait for itself", "remove it from the list");
        }
        else if (!service.Review.ServiceNames.Contains(predecessor))
        {
            service.RejectUnknown(predecessor, at);
        }
        else if (service.Review.Settings.Services.TryGetValue(predecessor, out var target) && target is { Kind: ServiceKind.Cron })
        {
            service.Reject(
                at,
                $"'{predecessor}' runs on a schedule, so there is no completion to wait for",
                "remove it from the list, or make it a job: 'kind: job'",
                SettingsPath.Root.Key("services").Key(predecessor).Key("kind")
            );
        }
        else if (DeploymentOrder.FindPath(predecessor, service.Name, service.Review.Settings.Services) is { } path)
        {
            service.Reject(
                at,
                $"'{service.Name}' and '{predecessor}' wait for each other: {string.Join(" -> ", path.Prepend(service.Name))}",
                "remove one of these from 'after' or 'calls'"
            );
        }
    }
}
