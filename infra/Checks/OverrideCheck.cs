using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that a stack's file overrides services of the catalogue. A service without an image that the catalogue lacks has a misspelt name.
/// </summary>
internal static class OverrideCheck
{
    private const string Services = "services";

    /// <summary>Reports services that the catalogue lacks, and returns the stack's settings without them.</summary>
    public static MappingNode Run(MappingNode catalogue, MappingNode stack, SettingsErrors errors)
    {
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        var known = Entries(catalogue).Select(entry => entry.Key).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var entry in Entries(stack))
        {
            if (!known.Contains(entry.Key) && !IsComplete(entry.Value))
            {
                var path = SettingsPath.Root.Key(Services).Key(entry.Key);
                unknown.Add(entry.Key);
                errors.AddUnusable(entry.KeyLocation, path, $"no service '{entry.Key}' in the catalogue", Suggestion.For(entry.Key, known));
            }
        }

        return unknown.Count == 0 ? stack : Without(stack, unknown);
    }

    private static MappingNode Without(MappingNode stack, HashSet<string> services) =>
        new(
            stack.Location,
            [
                .. stack.Entries.Select(entry =>
                    entry is { Key: Services, Value: MappingNode all }
                        ? entry with
                        {
                            Value = new MappingNode(all.Location, [.. all.Entries.Where(service => !services.Contains(service.Key))]),
                        }
                        : entry
                ),
            ]
        );

    private static IReadOnlyList<SettingsEntry> Entries(MappingNode settings) => (settings[Services] as MappingNode)?.Entries ?? [];

    private static bool IsComplete(SettingsNode service) => service is MappingNode mapping && mapping["image"] is not null;
}
