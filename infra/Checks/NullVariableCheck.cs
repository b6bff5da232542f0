using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that a variable set to <c>null</c> removes one: alone it would be dropped, although an empty value may be meant.
/// </summary>
internal static class NullVariableCheck
{
    private const string Variables = "env";
    private static readonly string[] Nested = ["versions", "init", "sidecars"];

    public static void Run(MappingNode catalogue, MappingNode stack, SettingsErrors errors)
    {
        var path = SettingsPath.Root.Key("services");
        foreach (var (file, others) in (ReadOnlySpan<(MappingNode, MappingNode[])>)[(catalogue, [catalogue]), (stack, [catalogue, stack])])
        {
            foreach (var service in Entries(file["services"]))
            {
                var defaults = others.SelectMany(other => Entries(other["defaults"])).Select(entry => Find(entry.Value, Variables));
                var below = ReferenceEquals(file, stack) ? Find(catalogue["services"], service.Key, Variables) : null;
                Check(Find(service.Value, Variables), path.Key(service.Key).Key(Variables), [below, .. defaults], errors);
                foreach (var group in Nested)
                {
                    foreach (var part in Entries(Find(service.Value, group)))
                    {
                        var at = path.Key(service.Key).Key(group).Key(part.Key).Key(Variables);
                        var overridden = ReferenceEquals(file, stack)
                            ? Find(catalogue["services"], service.Key, group, part.Key, Variables)
                            : null;
                        Check(Find(part.Value, Variables), at, [overridden], errors);
                    }
                }
            }
        }
    }

    private static void Check(SettingsNode? variables, SettingsPath path, IEnumerable<SettingsNode?> below, SettingsErrors errors)
    {
        foreach (var entry in Entries(variables))
        {
            if (entry.Value is ScalarNode { Kind: ScalarKind.Null } && !below.Any(node => Find(node, entry.Key) is not null))
            {
                errors.Add(
                    entry.KeyLocation,
                    path.Key(entry.Key),
                    "null removes a variable, and there is none below to remove",
                    "write \"\" for an empty value, \"null\" for the word, or remove the line"
                );
            }
        }
    }

    private static IReadOnlyList<SettingsEntry> Entries(SettingsNode? node) => (node as MappingNode)?.Entries ?? [];

    private static SettingsNode? Find(SettingsNode? node, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            node = (node as MappingNode)?[key];
        }

        return node;
    }
}
