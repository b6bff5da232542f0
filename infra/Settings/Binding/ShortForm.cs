using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Settings.Binding;

/// <summary>Converts the short forms of records to mappings.</summary>
internal static class ShortForm
{
    /// <summary>
    /// Converts a short form to a mapping, overlaid by the mapping that refines it, if any; null for a node of another type.
    /// </summary>
    public static MappingNode? Expand(SettingsType settings, SettingsNode node) =>
        node switch
        {
            MappingNode { ShortForm: ScalarNode { Kind: not ScalarKind.Null } shortForm } mapping when settings.ShortForm is { } property =>
                (MappingNode)Overlay.Merge(Expand(property, shortForm), mapping with { ShortForm = null }),
            MappingNode mapping => mapping,
            ScalarNode { Kind: not ScalarKind.Null } scalar when settings.ShortForm is { } property => Expand(property, scalar),
            ScalarNode { Kind: ScalarKind.Null } => MappingNode.Empty(node.Location),
            _ => null,
        };

    private static MappingNode Expand(SettingsProperty property, ScalarNode scalar) =>
        new(scalar.Location, [new SettingsEntry(property.Key, scalar.Location, scalar)]);
}
