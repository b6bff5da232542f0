using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that a stack's file overrides services of the catalogue. A service without an image that the catalogue lacks has a misspelt name.
/// </summary>
internal static class OverrideCheck
{
    private const string Services = "services";

    public static void Run(MappingNode catalogue, MappingNode stack, SettingsErrors errors)
    {
        var known = Entries(catalogue).Select(entry => entry.Key).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var entry in Entries(stack))
        {
            if (!known.Contains(entry.Key) && !IsComplete(entry.Value))
            {
                var path = SettingsPath.Root.Key(Services).Key(entry.Key);
                errors.Add(entry.KeyLocation, path, $"no service '{entry.Key}' in the catalogue", Suggestion.For(entry.Key, known));
            }
        }
    }

    private static IReadOnlyList<SettingsEntry> Entries(MappingNode settings) => (settings[Services] as MappingNode)?.Entries ?? [];

    private static bool IsComplete(SettingsNode service) => service is MappingNode mapping && mapping["image"] is not null;
}
