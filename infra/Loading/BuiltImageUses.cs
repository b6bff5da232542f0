using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Loading;

/// <summary>Finds images that the update builds where their digest is needed before the build.</summary>
internal static class BuiltImageUses
{
    /// <summary>The fields by which objects are ordered and named in the state.</summary>
    private static readonly string[] Identity = ["apiVersion", "kind"];

    private static readonly string[] IdentityInMetadata = ["name", "generateName", "namespace"];

    /// <summary>Finds the values that cannot have such an image.</summary>
    /// <param name="document">An object of a manifest, or a list of some.</param>
    /// <param name="isAddon">Whether it belongs to an add-on of a cluster.</param>
    public static IEnumerable<(Location Location, string Problem, string Cure)> FindRefused(SettingsNode document, bool isAddon) =>
        isAddon
            ? Find(document)
                .Select(value =>
                    (
                        value.Location,
                        $"the image {value.Text} is built by the update, and an add-on's images have the version and digest of its settings",
                        "build it elsewhere and write its name and tag, or move the object to 'manifests'"
                    )
                )
            : FindIdentities(document)
                .Select(value =>
                    (
                        value.Location,
                        $"the image {value.Text} is built by the update, and this field has to be known before",
                        "use '${….image.tag}', or another setting"
                    )
                );

    private static IEnumerable<ScalarNode> Find(SettingsNode? node) =>
        node switch
        {
            ScalarNode { Unbuilt: not null } scalar => [scalar],
            MappingNode mapping => mapping.Entries.SelectMany(entry => Find(entry.Value)),
            SequenceNode sequence => sequence.Items.SelectMany(Find),
            _ => [],
        };

    private static IEnumerable<ScalarNode> FindIdentities(SettingsNode node) =>
        node is MappingNode mapping
            ? Identity
                .Select(field => mapping[field])
                .Concat(IdentityInMetadata.Select(field => (mapping["metadata"] as MappingNode)?[field]))
                .SelectMany(Find)
                .Concat((mapping["items"] as SequenceNode)?.Items.SelectMany(FindIdentities) ?? [])
            : [];
}
