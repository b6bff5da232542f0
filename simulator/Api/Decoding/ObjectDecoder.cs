using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Decoding;

/// <summary>
/// Decodes the JSON of a built-in kind into the stored form: known fields in schema order, canonical quantities, no empty fields that
/// Kubernetes omits. Messages are those of Kubernetes' decoder.
/// </summary>
internal sealed class ObjectDecoder
{
    private readonly List<string> _unknownFields = [];

    /// <summary>Unknown fields, by path, in order of appearance.</summary>
    public IReadOnlyList<string> UnknownFields => _unknownFields;

    /// <exception cref="DecodingException">A value is of a wrong type.</exception>
    public JsonObject Decode(TypeSchema type, JsonObject json) => DecodeObject(type, json, Place.Root(type.Name));

    private JsonNode? Decode(TypeSchema type, JsonNode node, Place place) =>
        type.Type switch
        {
            FieldType.Object => DecodeObject(type, AsObject(node, place, type.GoType), place),
            FieldType.Map => DecodeMap(type, AsObject(node, place, type.GoType), place),
            FieldType.List => DecodeList(type, node, place),
            FieldType.Text => AsKind(node, JsonValueKind.String, place, type.GoType),
            FieldType.Flag => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False
                ? node.DeepClone()
                : throw CreateMismatch(node, place, "bool"),
            FieldType.Integer => DecodeInteger(type, node, place),
            FieldType.Number => AsKind(node, JsonValueKind.Number, place, "float64"),
            FieldType.IntOrString => DecodeIntOrString(node, place),
            FieldType.Quantity => DecodeQuantity(node, isResourceList: false),
            FieldType.Time or FieldType.MicroTime => DecodeTime(type, node, place),
            FieldType.Bytes => DecodeBytes(node, place),
            _ => node.DeepClone(),
        };

    private JsonObject DecodeObject(TypeSchema type, JsonObject json, Place place)
    {
        var (fields, decoded, next) = (type.Fields, new JsonNode?[type.Fields.Count], 0);
        foreach (var (key, value) in json)
        {
            if (type.FindField(key) is not { } field)
            {
                _unknownFields.Add(place.Path.Length == 0 ? key : $"{place.Path}.{key}");
            }
            else if (value is not null)
            {
                next = FindPosition(fields, field, next);
                decoded[next] = Decode(field.Type, value, place.Field(field, type.Name));
            }
        }

        var result = new JsonObject();
        for (var i = 0; i < decoded.Length; i++)
        {
            var field = fields[i];
            if (!IsOmitted(field, decoded[i]))
            {
                result[field.Name] = decoded[i];
            }
            else if (field.IsAlwaysWritten)
            {
                result[field.Name] = field.IsNullWhenAbsent ? null : ZeroValues.Get(field.Type);
            }
        }

        return result;
    }

    // Most objects have their fields in order.
    private static int FindPosition(IReadOnlyList<FieldSchema> fields, FieldSchema field, int start)
    {
        for (var position = start; ; position++)
        {
            position = position == fields.Count ? 0 : position;
            if (ReferenceEquals(fields[position], field))
            {
                return position;
            }
        }
    }

    private static bool IsOmitted(FieldSchema field, JsonNode? value) =>
        value switch
        {
            null => true,
            JsonArray { Count: 0 } => !field.IsAlwaysWritten,
            JsonObject { Count: 0 } => field.Type.Type == FieldType.Map && !field.IsAlwaysWritten,
            _ => field.IsOmittedWhenZero && ZeroValues.IsZero(value),
        };

    private JsonObject DecodeMap(TypeSchema type, JsonObject json, Place place)
    {
        var result = new JsonObject();
        var isResourceList = type.GoType == "v1.ResourceList";
        foreach (var (key, value) in json.Count > 1 ? json.OrderBy(entry => entry.Key, StringComparer.Ordinal) : json.AsEnumerable())
        {
            result[key] =
                value is null ? ZeroValues.Get(type.Values!)
                : isResourceList ? DecodeQuantity(value, isResourceList)
                : Decode(type.Values!, value, place.MapKey(key));
        }

        return result;
    }

    private JsonArray DecodeList(TypeSchema type, JsonNode node, Place place)
    {
        if (node is not JsonArray array)
        {
            throw CreateMismatch(node, place, type.GoType);
        }

        var result = new JsonArray();
        for (var i = 0; i < array.Count; i++)
        {
            result.Add(array[i] is { } item ? Decode(type.Items!, item, place.Index(i)) : ZeroValues.Get(type.Items!));
        }

        return result;
    }

    private static JsonObject AsObject(JsonNode node, Place place, string typeName) =>
        node as JsonObject ?? throw CreateMismatch(node, place, typeName);

    private static JsonNode AsKind(JsonNode node, JsonValueKind kind, Place place, string typeName) =>
        node.GetValueKind() == kind ? node.DeepClone() : throw CreateMismatch(node, place, typeName);

    private static JsonNode DecodeInteger(TypeSchema type, JsonNode node, Place place)
    {
        if (node.GetValueKind() != JsonValueKind.Number)
        {
            throw CreateMismatch(node, place, type.GoType);
        }

        return node.AsInteger() is { } number && (!type.Is32Bit || number is >= int.MinValue and <= int.MaxValue)
            ? number
            : throw CreateOverflow(node, place, type.GoType);
    }

    private static JsonNode DecodeIntOrString(JsonNode node, Place place) =>
        node.GetValueKind() switch
        {
            JsonValueKind.String => node.DeepClone(),
            JsonValueKind.Number => node.AsInteger() is { } number and >= int.MinValue and <= int.MaxValue
                ? number
                : throw CreateOverflow(node, place, "int32"),
            _ => throw CreateMismatch(node, place, "int32"),
        };

    private static JsonValue DecodeQuantity(JsonNode node, bool isResourceList)
    {
        var text = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>().Trim() : node.ToJsonString();
        return JsonValue.Create(QuantityText.Read(text, isResourceList));
    }

    private static JsonNode DecodeTime(TypeSchema type, JsonNode node, Place place)
    {
        var text = AsKind(node, JsonValueKind.String, place, "string").GetValue<string>();
        var isMicro = type.Type == FieldType.MicroTime;
        if (!Timestamps.TryParse(text, out var time) || (isMicro && !text.Contains('.', StringComparison.Ordinal)))
        {
            throw new DecodingException(GoTime.DescribeError(text, isMicro));
        }
        return type.Type == FieldType.Time ? Timestamps.Format(time) : Timestamps.FormatMicro(time);
    }

    private static JsonNode DecodeBytes(JsonNode node, Place place)
    {
        var text = AsKind(node, JsonValueKind.String, place, "[]uint8").GetValue<string>();
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out _)
            ? text
            : throw new DecodingException($"illegal base64 data at input byte {FindIllegalByte(text)}");
    }

    private static int FindIllegalByte(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('+' or '/' or '=' or '\r' or '\n'))
            {
                return i;
            }
        }
        return text.Length / 4 * 4;
    }

    private static DecodingException CreateOverflow(JsonNode node, Place place, string typeName) =>
        new($"json: cannot unmarshal number {node.ToJsonString()} into Go struct field {place.GoField} of type {typeName}");

    private static DecodingException CreateMismatch(JsonNode node, Place place, string typeName)
    {
        var found = node.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "bool",
        };
        return new DecodingException($"json: cannot unmarshal {found} into Go struct field {place.GoField} of type {typeName}");
    }

    /// <summary>The current path. Only messages need it as text: as a field path and in the format of Go's decoder.</summary>
    private sealed class Place
    {
        private readonly Place? _parent;
        private readonly string _owner;
        private readonly FieldSchema? _field;
        private readonly string? _key;
        private readonly int _index;

        private Place(Place? parent, string owner, FieldSchema? field = null, string? key = null, int index = 0) =>
            (_parent, _owner, _field, _key, _index) = (parent, owner, field, key, index);

        public string Path =>
            _parent is null ? ""
            : (_field?.Name ?? _key) is { } name ? Join(_parent.Path, name)
            : $"{_parent.Path}[{_index}]";

        public string GoField => GoPath is { Length: > 0 } path ? $"{_owner}.{path}" : _owner;

        private string GoPath =>
            _parent is null ? ""
            : _field is null ? _parent.GoPath
            : Join(_field.Embedding.Length == 0 ? _parent.GoPath : Join(_parent.GoPath, _field.Embedding), _field.Name);

        public static Place Root(string owner) => new(null, owner);

        public Place Field(FieldSchema field, string owner) => new(this, owner, field);

        public Place MapKey(string key) => new(this, _owner, key: key);

        public Place Index(int index) => new(this, _owner, index: index);

        private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
    }
}
