using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that the services a service calls exist and have a port.</summary>
internal sealed class DependencyCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var calls = service.Settings.Calls;
            for (var i = 0; i < calls.Length; i++)
            {
                CheckCall(service, calls[i], service.At("calls").Item(i));
                if (calls.IndexOf(calls[i]) < i)
                {
                    service.Reject(service.At("calls").Item(i), $"'{calls[i]}' is listed twice", "remove one");
                }
            }
        }
    }

    private static void CheckCall(ServiceUnderReview service, string callee, SettingsPath path)
    {
        if (callee == service.Name)
        {
            service.Reject(path, "a service may always call itself", "remove it from the list");
        }
        else if (!service.Review.ServiceNames.Contains(callee))
        {
            service.Reject(
                path,
                $"there is no service '{callee}'",
                Suggestion.For(callee, [.. service.Review.ServiceNames.Where(name => name != service.Name)])
            );
        }
        else if (service.Review.Settings.Services.TryGetValue(callee, out var target) && target.Port is null)
        {
            service.Reject(
                path,
                $"'{callee}' has no port",
                $"give it a port, or remove it from the list",
                SettingsPath.Root.Key("services").Key(callee).Key("port")
            );
        }
    }
}
