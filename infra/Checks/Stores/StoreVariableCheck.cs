using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>Checks the variables that services name themselves for the stores they use.</summary>
internal sealed class StoreVariableCheck : ISettingsCheck
{
    private static readonly ConnectionPart[] Parts = Enum.GetValues<ConnectionPart>();

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var known = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (position, use) in service.Settings.Uses.Index())
            {
                var at = service.At("uses").Item(position).Key("variables");
                foreach (var (name, part) in use.Variables)
                {
                    EnvironmentCheck.CheckName(service, at.Key(name), name);
                    CheckPart(service, use.Store, at.Key(name), part);
                    if (!known.TryAdd(name, use.Store))
                    {
                        service.Reject(at.Key(name), $"the variable '{name}' is already one of '{known[name]}'", "write another name");
                    }
                }
            }
        }
    }

    private static void CheckPart(ServiceUnderReview service, string store, SettingsPath at, ConnectionPart part)
    {
        if (service.Review.Settings.Stores.TryGetValue(store, out var settings) && !NamedVariables.Has(settings.Kind, part))
        {
            var known = Parts.Where(other => NamedVariables.Has(settings.Kind, other)).Select(Write);
            service.Reject(
                at,
                $"a store of the kind '{Write(settings.Kind)}' has no '{Write(part)}'",
                $"write one of {string.Join(", ", known)}"
            );
        }
    }

    private static string Write<T>(T value)
        where T : struct, Enum => ScalarType.EnumName(value.ToString());
}
