using System.Collections.Immutable;
using System.Globalization;

namespace Infra.Protocol.Values;

/// <summary>Converts the kinds of values that are written as objects with a signature, on the wire and in the state.</summary>
internal static class SignedObject
{
    public static PropertyMap From(PropertyOutput output)
    {
        var properties = Signed(WellKnownSignatures.OutputValue);
        if (output.Value is { } value)
        {
            properties.Add(("value", value));
        }

        if (output.IsSecret)
        {
            properties.Add(("secret", true));
        }

        if (!output.Dependencies.IsEmpty)
        {
            properties.Add(("dependencies", new PropertyArray([.. output.Dependencies.Select(urn => new PropertyString(urn))])));
        }

        return PropertyMap.Create(properties);
    }

    public static PropertyMap From(PropertyAsset asset)
    {
        var properties = Signed(WellKnownSignatures.Asset);
        AddIfPresent(properties, "hash", asset.Hash);
        AddIfPresent(properties, "text", asset.Text);
        AddIfPresent(properties, "path", asset.Path);
        AddIfPresent(properties, "uri", asset.Uri);
        return PropertyMap.Create(properties);
    }

    public static PropertyMap From(PropertyArchive archive)
    {
        var properties = Signed(WellKnownSignatures.Archive);
        AddIfPresent(properties, "hash", archive.Hash);
        if (archive.Assets is { } assets)
        {
            properties.Add(("assets", assets));
        }

        AddIfPresent(properties, "path", archive.Path);
        AddIfPresent(properties, "uri", archive.Uri);
        return PropertyMap.Create(properties);
    }

    public static PropertyMap From(PropertyResourceReference reference)
    {
        var properties = Signed(WellKnownSignatures.ResourceReference);
        properties.Add(("urn", reference.Urn));
        AddIfPresent(properties, "id", reference.Id);
        if (reference.PackageVersion.Length > 0)
        {
            properties.Add(("packageVersion", reference.PackageVersion));
        }

        return PropertyMap.Create(properties);
    }

    public static PropertyMap From(PropertyByteString bytes) =>
        PropertyMap.Create([.. Signed(WellKnownSignatures.ByteString), ("value", Convert.ToBase64String(bytes.Bytes.AsSpan()))]);

    public static PropertyMap FromNonFinite(PropertyNumber number)
    {
        var bits = BitConverter.DoubleToUInt64Bits(number.Value);
        return PropertyMap.Create([
            .. Signed(WellKnownSignatures.NonFiniteNumber),
            ("value", bits.ToString("x16", CultureInfo.InvariantCulture)),
        ]);
    }

    /// <summary>The value that a map represents: the map itself without a signature; null for an unknown value that is omitted.</summary>
    public static PropertyValue? Restore(PropertyMap map, StructConversion conversion) =>
        map.Find(WellKnownSignatures.Key) switch
        {
            null => map,
            PropertyString { Value: WellKnownSignatures.Secret } => FromSecret(map, conversion),
            PropertyString { Value: WellKnownSignatures.OutputValue } => FromOutput(ReadOutput(map), conversion),
            PropertyString { Value: WellKnownSignatures.Asset } => ReadAsset(map),
            PropertyString { Value: WellKnownSignatures.Archive } => ReadArchive(map),
            PropertyString { Value: WellKnownSignatures.ResourceReference } => FromReference(ReadResourceReference(map), conversion),
            PropertyString { Value: WellKnownSignatures.ByteString } => ReadByteString(map),
            { } signature => throw UnknownSignature(signature),
        };

    public static PropertyOutput ReadOutput(PropertyMap map) =>
        new(
            map.Find("value"),
            map.Find("secret") switch
            {
                null => false,
                PropertyBoolean secret => secret.Value,
                _ => throw Malformed("an output value", "secret", "a boolean"),
            },
            map.Find("dependencies") switch
            {
                null => [],
                PropertyArray urns => ImmutableArray.CreateRange(urns.Elements, urn =>
                    (urn as PropertyString)?.Value ?? throw Malformed("an output value", "dependencies", "an array of strings")
                ),
                _ => throw Malformed("an output value", "dependencies", "an array of strings"),
            }
        );

    public static PropertyAsset ReadAsset(PropertyMap map) =>
        new()
        {
            Hash = OptionalString(map, "an asset", "hash"),
            Text = OptionalString(map, "an asset", "text"),
            Path = OptionalString(map, "an asset", "path"),
            Uri = OptionalString(map, "an asset", "uri"),
        };

    public static PropertyArchive ReadArchive(PropertyMap map) =>
        new()
        {
            Hash = OptionalString(map, "an archive", "hash"),
            Path = OptionalString(map, "an archive", "path"),
            Uri = OptionalString(map, "an archive", "uri"),
            Assets = map.Find("assets") switch
            {
                null => null,
                PropertyObject { Properties: var assets } when assets.Values.All(asset => asset is PropertyAsset or PropertyArchive) =>
                    assets,
                _ => throw Malformed("an archive", "assets", "an object of assets and archives"),
            },
        };

    public static PropertyResourceReference ReadResourceReference(PropertyMap map) =>
        new(
            OptionalString(map, "a resource reference", "urn") ?? throw Malformed("a resource reference", "urn", "a string"),
            map.Find("id") switch
            {
                null => null,
                PropertyString id => id.Value,
                PropertyUnknown or PropertyOutput { Value: null } => "",
                PropertyOutput { Value: PropertyString id } => id.Value,
                // Some versions of Pulumi wrote the internal structure of an ID to the state.
                PropertyObject { Properties: var wrapped } when wrapped.Find("V") is PropertyString or PropertyNull or PropertyObject =>
                    wrapped["V"] switch
                    {
                        PropertyString id => id.Value,
                        PropertyNull => null,
                        _ => "",
                    },
                _ => throw Malformed("a resource reference", "id", "a string"),
            },
            OptionalString(map, "a resource reference", "packageVersion") ?? ""
        );

    public static PropertyValue ReadByteString(PropertyMap map)
    {
        var text = OptionalString(map, "a byte string", "value") ?? throw Malformed("a byte string", "value", "a string");
        try
        {
            return new PropertyByteString([.. Convert.FromBase64String(text)]);
        }
        catch (FormatException)
        {
            throw Malformed("a byte string", "value", "base64");
        }
    }

    public static PropertyNumber ReadNonFiniteNumber(PropertyMap map) =>
        ulong.TryParse(OptionalString(map, "a number", "value"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            ? new PropertyNumber(BitConverter.UInt64BitsToDouble(bits))
            : throw Malformed("a number", "value", "16 hex digits");

    public static PropertyFormatException UnknownSignature(PropertyValue signature) =>
        new($"An object carries the signature {signature}, which is not known here.");

    private static List<(string Name, PropertyValue Value)> Signed(string signature) => [(WellKnownSignatures.Key, signature)];

    private static void AddIfPresent(List<(string Name, PropertyValue Value)> properties, string name, string? value)
    {
        if (value is not null)
        {
            properties.Add((name, value));
        }
    }

    private static string? OptionalString(PropertyMap map, string kind, string name) =>
        map.Find(name) switch
        {
            null => null,
            PropertyString text => text.Value,
            _ => throw Malformed(kind, name, "a string"),
        };

    private static PropertyFormatException Malformed(string kind, string property, string expected) =>
        new($"The property '{property}' of {kind} must be {expected}.");

    private static PropertyValue? FromSecret(PropertyMap map, StructConversion conversion)
    {
        var value = map.Find("value");
        // An omitted unknown value takes its secret with it.
        if (value is null && conversion.KeepUnknowns)
        {
            throw new PropertyFormatException("A secret has no property 'value'.");
        }

        return value is not null && conversion.KeepSecrets ? new PropertySecret(value) : value;
    }

    private static PropertyValue? FromOutput(PropertyOutput output, StructConversion conversion)
    {
        if (conversion.KeepOutputValues)
        {
            return output;
        }

        var value = output.Value ?? (conversion.KeepUnknowns ? new PropertyUnknown() : null);
        return value is not null && output.IsSecret && conversion.KeepSecrets ? new PropertySecret(value) : value;
    }

    private static PropertyValue FromReference(PropertyResourceReference reference, StructConversion conversion) =>
        reference switch
        {
            _ when conversion.KeepResources => reference,
            { Id: "" } when conversion.KeepUnknowns => new PropertyUnknown(),
            _ => reference.Id ?? reference.Urn,
        };
}
