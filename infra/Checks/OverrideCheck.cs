using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Checks;

/// <summary>
/// A stack's file overrides services that the catalogue has. One without an image is no service of the stack's own: its name is misspelt.
/// </summary>
internal static class OverrideCheck
{
    private const string Services = "services";

    public static void Run(MappingNode catalogue, MappingNode stack, SettingsErrors errors)
    {
        var known = (catalogue[Services] as MappingNode)?.Entries.Select(entry => entry.Key).Distinct(StringComparer.Ordinal).ToArray() ?? [];
        foreach (var entry in (stack[Services] as MappingNode)?.Entries ?? [])
        {
            if (!known.Contains(entry.Key) && !IsWhole(entry.Value))
            {
                var path = SettingsPath.Root.Key(Services).Key(entry.Key);
                errors.Add(entry.KeyLocation, path, $"no service '{entry.Key}' in the catalogue", Suggestion.For(entry.Key, known));
            }
        }
    }

    private static bool IsWhole(SettingsNode service) => service is MappingNode mapping && mapping["image"] is not null;
}
