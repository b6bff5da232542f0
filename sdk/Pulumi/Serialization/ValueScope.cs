using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>
/// Collects, while a value is read, whether it or any part of it is secret or unknown, and the parts that do not fit their types.
/// </summary>
internal sealed class ValueScope(Action<string> warn)
{
    public bool IsKnown { get; private set; } = true;

    public bool IsSecret { get; private set; }

    public Action<string> Warn { get; } = warn;

    /// <summary>Unwraps a secret or an output.</summary>
    /// <returns>The value itself; null if it is null or unknown.</returns>
    public EncodedValue? Unwrap(EncodedValue? value)
    {
        while (value is not null && value.Signature == WellKnownSignatures.Secret)
        {
            IsSecret = true;
            value = SpecialValue.Field(value, WireFormat.ValueField)
                ?? throw new InvalidOperationException("The engine sent a secret without a value.");
        }

        if (value is null || value.KindCase == Value.KindOneofCase.NullValue)
        {
            return null;
        }

        if (value.KindCase != Value.KindOneofCase.StringValue || value.StringValue != UnknownSentinels.String)
        {
            return value;
        }

        IsKnown = false;
        return null;
    }

    /// <summary>Records an output that is read as its value.</summary>
    public EncodedValue? UnwrapOutputValue(EncodedValue outputValue)
    {
        IsSecret |= SpecialValue.Field(outputValue, WireFormat.SecretField) is { BoolValue: true };
        var value = SpecialValue.Field(outputValue, WireFormat.ValueField);
        IsKnown &= value is not null;
        return Unwrap(value);
    }

    public OutputData<T> Complete<T>(T value) => new(value, IsKnown, IsSecret, []);
}

/// <summary>Structs in messages that encode something other than an object.</summary>
internal static class SpecialValue
{
    public static bool IsResourceOrAsset(EncodedValue value) =>
        value.Signature is WellKnownSignatures.Asset or WellKnownSignatures.Archive or WellKnownSignatures.ResourceReference;

    public static EncodedValue? Field(EncodedValue value, string name) => value.Find(name);

    public static string? Text(EncodedValue value, string name) =>
        Field(value, name) is { KindCase: Value.KindOneofCase.StringValue } field ? field.StringValue : null;

    public static bool TryReadAsset(EncodedValue value, [NotNullWhen(true)] out AssetOrArchive? asset)
    {
        asset = value.Signature switch
        {
            WellKnownSignatures.Asset => ReadAsset(value),
            WellKnownSignatures.Archive => ReadArchive(value),
            _ => null,
        };
        return asset is not null;
    }

    public static bool TryReadResource(EncodedValue value, [NotNullWhen(true)] out Resource? resource)
    {
        resource = value.Signature == WellKnownSignatures.ResourceReference ? ReadResource(value) : null;
        return resource is not null;
    }

    private static Asset ReadAsset(EncodedValue value) =>
        Text(value, WireFormat.PathField) is { } path ? new FileAsset(path)
        : Text(value, WireFormat.UriField) is { } uri ? new RemoteAsset(uri)
        : Text(value, WireFormat.TextField) is { } text ? new StringAsset(text)
        : throw new InvalidOperationException("The engine sent an asset without path, uri or text.");

    private static Archive ReadArchive(EncodedValue value)
    {
        if (Text(value, WireFormat.PathField) is { } path)
        {
            return new FileArchive(path);
        }

        if (Text(value, WireFormat.UriField) is { } uri)
        {
            return new RemoteArchive(uri);
        }

        if (Field(value, WireFormat.AssetsField) is not { KindCase: Value.KindOneofCase.StructValue } assets)
        {
            throw new InvalidOperationException("The engine sent an archive without path, uri or assets.");
        }

        return new AssetArchive(
            assets.Fields.ToImmutableDictionary(
                field => field.Key,
                field =>
                    TryReadAsset(field.Value, out var asset)
                        ? asset
                        : throw new InvalidOperationException(
                            $"The engine sent an archive whose part '{field.Key}' is neither asset nor archive."
                        )
            )
        );
    }

    private static Resource ReadResource(EncodedValue value)
    {
        var urn = Text(value, WireFormat.UrnField)
            ?? throw new InvalidOperationException("The engine sent a reference to a resource without its URN.");
        var version = Text(value, WireFormat.PackageVersionField) ?? "";
        return ResourceTypes.TryConstruct(urn, version, out var resource) ? resource : new DependencyResource(urn);
    }
}
