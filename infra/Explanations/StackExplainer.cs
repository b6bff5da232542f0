using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Explanations;

/// <summary>Explains a service or store of a stack, its manifests or add-ons, on all its clusters.</summary>
internal static class StackExplainer
{
    /// <exception cref="UnknownServiceException">The stack has no such service.</exception>
    public static IReadOnlyList<Explanation> Explain(string service, LoadedSettings loaded)
    {
        var plans = loaded.Plans;
        var names = loaded.Settings.Services.Keys.ToArray();
        if (
            service == ManifestExplainer.Name
            && !names.Contains(service, StringComparer.Ordinal)
            && !loaded.Settings.ManifestObjects.IsEmpty
        )
        {
            return ManifestExplainer.Explain(plans);
        }

        if (
            service == ManifestExplainer.Addons
            && !names.Contains(service, StringComparer.Ordinal)
            && plans.Any(plan => plan.Target.Settings.Addons.All.Any())
        )
        {
            return ManifestExplainer.ExplainAddons(loaded);
        }

        if (loaded.Settings.Stores.ContainsKey(service))
        {
            var stores = plans.SelectMany(plan => plan.Stores.Where(store => store.Name == service).Select(store => (plan, store)));
            return [.. stores.SelectMany(one => StoreExplainer.Explain(loaded, one.plan, one.store)).Distinct()];
        }

        if (!names.Contains(service, StringComparer.Ordinal))
        {
            throw new UnknownServiceException(
                names.Length == 0
                    ? $"This stack has no service '{service}': it has no services"
                    : $"This stack has no service '{service}'; {Suggestion.For(service, [.. names, .. loaded.Settings.Stores.Keys])}"
            );
        }

        // The clusters differ only in the callers of the service.
        return
        [
            .. plans
                .SelectMany(plan =>
                    plan.Services.Where(own => own.Name == service)
                        .SelectMany(own => ServiceExplainer.Explain(loaded, own, plan.Settings.Services[service]))
                )
                .Distinct(),
        ];
    }
}

/// <summary>The service to explain is not one of the stack's.</summary>
internal sealed class UnknownServiceException(string message) : ProgramException(message);
