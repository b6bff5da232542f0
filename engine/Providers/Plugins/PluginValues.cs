using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Messages.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Providers.Plugins;

/// <summary>The features of a plugin: from its handshake, or from its answer to the configuration.</summary>
internal sealed record PluginFeatures
{
    public bool AcceptsSecrets { get; init; }

    public bool AcceptsResources { get; init; }

    /// <summary>Creations and updates can be previewed.</summary>
    public bool SupportsPreview { get; init; }

    /// <summary>Checks understand <c>pulumi:autonaming</c>.</summary>
    public bool SupportsAutonaming { get; init; }

    public static PluginFeatures From(ProviderHandshakeResponse response) =>
        new()
        {
            AcceptsSecrets = response.AcceptSecrets,
            AcceptsResources = response.AcceptResources,
            SupportsPreview = true,
            SupportsAutonaming = response.SupportsAutonamingConfiguration,
        };

    public static PluginFeatures From(ConfigureResponse response) =>
        new()
        {
            AcceptsSecrets = response.AcceptSecrets,
            AcceptsResources = response.AcceptResources,
            SupportsPreview = response.SupportsPreview,
            SupportsAutonaming = response.SupportsAutonamingConfiguration,
        };
}

/// <summary>Converts properties to and from the form that a plugin understands.</summary>
/// <param name="location">The plugin, for messages.</param>
/// <param name="features">What it accepts.</param>
/// <param name="isPreview">True where unknown values are sent and accepted.</param>
internal sealed class PluginValues(PluginLocation location, PluginFeatures features, bool isPreview)
{
    /// <summary>The form of provider configurations, which are checked before the plugin's features are known.</summary>
    public static PluginValues ForConfiguration(PluginLocation location) => new(location, new PluginFeatures(), isPreview: true);

    public Struct Write(PropertyMap properties) =>
        StructConverter.ToStruct(
            properties,
            new StructConversion
            {
                KeepUnknowns = isPreview,
                KeepSecrets = features.AcceptsSecrets,
                KeepResources = features.AcceptsResources,
            }
        );

    /// <summary>Reads properties of an answer.</summary>
    /// <param name="answer">The properties; null for none.</param>
    /// <param name="source">The properties that the plugin received: where it does not accept secrets, theirs are secrets again.</param>
    /// <exception cref="ResourceProviderException">A value is malformed, or unknown outside of a preview.</exception>
    public PropertyMap Read(Struct? answer, PropertyMap source)
    {
        PropertyMap properties;
        try
        {
            properties = StructConverter.FromStruct(answer, StructConversion.Resource);
        }
        catch (PropertyFormatException error)
        {
            throw new ResourceProviderException($"the plugin {location} returned a malformed property: {error.Message}", error)
            {
                IsOutcomeUnknown = true,
            };
        }

        if (!isPreview && properties.ContainsUnknowns())
        {
            var names = properties.Where((_, value) => value.ContainsUnknowns()).Keys;
            throw new ResourceProviderException(
                $"the plugin {location} returned unknown values outside of a preview: {string.Join(", ", names)}"
            )
            {
                IsOutcomeUnknown = true,
            };
        }

        return features.AcceptsSecrets ? properties : MarkSecrets(properties, source);
    }

    /// <summary>Marks the values as secrets whose counterparts contain some. Of objects, only the members concerned.</summary>
    private static PropertyMap MarkSecrets(PropertyMap properties, PropertyMap source)
    {
        foreach (var (name, original) in source)
        {
            if (properties.Find(name) is not { } value)
            {
                continue;
            }

            if ((value, original) is (PropertyObject members, PropertyObject originals))
            {
                properties = properties.SetItem(name, MarkSecrets(members.Properties, originals.Properties));
            }
            else if (original.ContainsSecrets())
            {
                properties = properties.SetItem(name, value.MakeSecret());
            }
        }

        return properties;
    }
}
