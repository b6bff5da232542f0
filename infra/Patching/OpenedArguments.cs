using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Backend.Objects;
using Pulumi;

namespace Infra.Backend.Patching;

/// <summary>
/// The arguments of a resource as JSON. Values that are secret or not known yet are replaced by placeholders, so that they stay what they
/// are wherever a patch moves them.
/// </summary>
internal sealed class OpenedArguments
{
    private const string Placeholder = "\0output:";

    private readonly List<Output<object?>> _opaque = [];
    private readonly List<Output<object?>> _dependencies = [];

    private OpenedArguments() { }

    public JsonObject Json { get; private set; } = [];

    public static async Task<OpenedArguments> OpenAsync(ResourceArgs args)
    {
        var opened = new OpenedArguments();
        opened.Json = await opened.ReadFieldsAsync(args);
        return opened;
    }

    /// <summary>Whether a value is a placeholder.</summary>
    public static bool IsOpaque(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().StartsWith(Placeholder, StringComparison.Ordinal);

    /// <summary>
    /// Converts a field of the object to an input. It depends on all resources that the arguments depend on.
    /// </summary>
    public object? ToInput(JsonNode? value)
    {
        var input = ObjectInputs.Convert(value, Restore);
        return _dependencies.Count == 0 || input is null
            ? input
            : Output.All(_dependencies.Select(output => (Input<object?>)output)).Apply(_ => (object?)input);
    }

    private object Restore(string text) =>
        text.StartsWith(Placeholder, StringComparison.Ordinal)
            ? _opaque[int.Parse(text.AsSpan(Placeholder.Length), CultureInfo.InvariantCulture)]
            : text;

    private async Task<JsonObject> ReadFieldsAsync(InputArgs args)
    {
        var json = new JsonObject();
        foreach (var (name, value) in InputFields.Read(args))
        {
            if (await ReadAsync(value) is { } field)
            {
                json[name] = field;
            }
        }

        return json;
    }

    private async Task<JsonNode?> ReadAsync(object? value) =>
        value switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            int number => JsonValue.Create(number),
            double number => JsonValue.Create(number),
            JsonElement json => JsonNode.Parse(json.GetRawText()),
            InputArgs args => await ReadFieldsAsync(args),
            IDictionary map => await ReadMapAsync(map),
            _ when OpenedOutput.TryOpen(value) is { } opening => await ReadOutputAsync(await opening),
            IEnumerable list => await ReadListAsync(list),
            _ when value.GetType().IsDefined(typeof(EnumTypeAttribute), inherit: false) => JsonValue.Create(value.ToString()),
            _ => await ReadUnionAsync(value),
        };

    private async Task<JsonNode?> ReadOutputAsync(OpenedOutput opened)
    {
        if (opened.IsOpaque)
        {
            _opaque.Add(opened.Output);
            return JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"{Placeholder}{_opaque.Count - 1}"));
        }

        if (opened.HasDependencies)
        {
            _dependencies.Add(opened.Output);
        }

        return await ReadAsync(opened.Value);
    }

    private async Task<JsonObject> ReadMapAsync(IDictionary map)
    {
        var json = new JsonObject();
        foreach (DictionaryEntry entry in map)
        {
            json[(string)entry.Key] = await ReadAsync(entry.Value);
        }

        return json;
    }

    private async Task<JsonArray> ReadListAsync(IEnumerable list)
    {
        var json = new JsonArray();
        foreach (var item in list)
        {
            json.Add(await ReadAsync(item));
        }

        return json;
    }

    private async Task<JsonNode?> ReadUnionAsync(object value)
    {
        var type = value.GetType();
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Union<,>)
            ? await ReadAsync(type.GetProperty(nameof(Union<int, int>.Value), BindingFlags.Public | BindingFlags.Instance)!.GetValue(value))
            : throw new NotSupportedException($"{type} is not a type of inputs that can be patched.");
    }
}
