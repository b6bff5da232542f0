using System.Text.Json.Nodes;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>
/// The outputs of a resource in the state: the live object and, under reserved keys, its inputs, the API version of its creation and its
/// field manager. The form is Pulumi's.
/// </summary>
internal sealed record ObjectState
{
    private const string InputsKey = "__inputs";
    private const string InitialApiVersionKey = "__initialApiVersion";
    private const string FieldManagerKey = "__fieldManager";

    /// <summary>The object as the server last returned it.</summary>
    public required JsonObject Live { get; init; }

    /// <summary>The manifest of the last operation, as the program declared it.</summary>
    public required JsonObject Inputs { get; init; }

    public required string InitialApiVersion { get; init; }

    /// <summary>The field manager of applies; null in a state without one.</summary>
    public required string? FieldManager { get; init; }

    /// <summary>Creates the state after an operation.</summary>
    /// <param name="live">The object that the server returned.</param>
    /// <param name="inputs">The manifest that the operation sent.</param>
    /// <param name="initialApiVersion">The API version of the creation; null or "" for the live object's.</param>
    /// <param name="fieldManager">The field manager of applies.</param>
    public static ObjectState Create(JsonObject live, JsonObject inputs, string? initialApiVersion, string fieldManager) =>
        new()
        {
            Live = live,
            Inputs = inputs,
            InitialApiVersion = string.IsNullOrEmpty(initialApiVersion) ? live.Text("apiVersion") ?? "" : initialApiVersion,
            FieldManager = fieldManager,
        };

    /// <summary>Parses the outputs in the state.</summary>
    public static ObjectState Parse(PropertyMap outputs)
    {
        var live = PropertyConversion.ToManifest(outputs.Where((key, _) => !key.StartsWith("__", StringComparison.Ordinal)));
        var inputs = outputs.Find(InputsKey) switch
        {
            PropertyObject map => PropertyConversion.ToManifest(map.Properties),
            PropertySecret { Value: PropertyObject map } => PropertyConversion.ToManifest(map.Properties),
            _ => [],
        };
        return new ObjectState
        {
            Live = live,
            Inputs = inputs,
            InitialApiVersion = Text(outputs, InitialApiVersionKey) ?? inputs.Text("apiVersion") ?? live.Text("apiVersion") ?? "",
            FieldManager = Text(outputs, FieldManagerKey),
        };
    }

    /// <summary>Parses only what identifies the object: its kind, namespace, name and uid.</summary>
    public static JsonObject ParseIdentity(PropertyMap outputs)
    {
        var metadata = (outputs.Find("metadata") as PropertyObject)?.Properties ?? PropertyMap.Empty;
        return new JsonObject
        {
            ["apiVersion"] = Text(outputs, "apiVersion"),
            ["kind"] = Text(outputs, "kind"),
            ["metadata"] = new JsonObject
            {
                ["namespace"] = Text(metadata, "namespace"),
                ["name"] = Text(metadata, "name"),
                ["uid"] = Text(metadata, "uid"),
            },
        };
    }

    /// <summary>Creates the outputs for the state.</summary>
    /// <param name="secrets">The inputs, whose secrets are marked at the same paths.</param>
    public PropertyMap ToOutputs(PropertyMap secrets)
    {
        var outputs = SecretMarking.Mark(PropertyConversion.ToProperties(Live), secrets);
        var inputs = SecretMarking.Mark(PropertyConversion.ToProperties(Inputs), secrets);
        return outputs.SetItems([
            KeyValuePair.Create<string, PropertyValue>(InputsKey, inputs),
            KeyValuePair.Create<string, PropertyValue>(InitialApiVersionKey, InitialApiVersion),
            KeyValuePair.Create<string, PropertyValue>(FieldManagerKey, FieldManager ?? ""),
        ]);
    }

    private static string? Text(PropertyMap map, string key) =>
        map.Find(key) switch
        {
            PropertyString { Value.Length: > 0 } text => text.Value,
            _ => null,
        };
}
