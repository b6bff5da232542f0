using System.Text.Json;

namespace Pulumi;

/// <summary>A JSON argument of a resource, sent as a value, not as text.</summary>
public sealed class InputJson : Input<JsonElement>
{
    /// <summary>An undefined JSON value, which counts as null.</summary>
    public InputJson()
        : this(default(JsonElement)) { }

    private InputJson(JsonElement json)
        : base(json) { }

    private InputJson(Output<JsonElement> json)
        : base(json) { }

    /// <summary>Parses a JSON text.</summary>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static implicit operator InputJson(string json) => new(Parse(json));

    /// <summary>The root of a JSON document.</summary>
    public static implicit operator InputJson(JsonDocument document) => new(document.RootElement);

    /// <summary>A JSON value.</summary>
    public static implicit operator InputJson(JsonElement element) => new(element);

    /// <summary>Parses a JSON text once it is known.</summary>
    public static implicit operator InputJson(Output<string> json) => new(json.Apply(Parse));

    /// <summary>The root of a JSON document once it is known.</summary>
    public static implicit operator InputJson(Output<JsonDocument> document) => new(document.Apply(known => known.RootElement));

    /// <summary>A JSON value once it is known.</summary>
    public static implicit operator InputJson(Output<JsonElement> element) => new(element);

    private static JsonElement Parse(string json) => JsonElement.Parse(json);
}
