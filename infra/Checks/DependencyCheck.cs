using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Every service that is called exists and answers on a port.</summary>
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
                    service.Reject(service.At("calls").Item(i), $"'{calls[i]}' is named twice", "remove one of the two");
                }
            }
        }
    }

    private static void CheckCall(ServiceUnderReview service, string callee, SettingsPath path)
    {
        if (callee == service.Name)
        {
            service.Reject(path, "a service need not be allowed to call itself", "remove it from the list");
        }
        else if (!service.Review.ServiceNames.Contains(callee))
        {
            service.Reject(path, $"there is no service '{callee}'", Suggestion.For(callee, [.. service.Review.ServiceNames.Where(name => name != service.Name)]));
        }
        else if (service.Review.Settings.Services.TryGetValue(callee, out var target) && target.Port is null)
        {
            service.Reject(path, $"'{callee}' has no port to be called at", $"give it one, or remove it from the list", SettingsPath.Root.Key("services").Key(callee).Key("port"));
        }
    }
}
