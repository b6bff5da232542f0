using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Protobuf;

namespace Infra.Simulator.Api.OpenApi;

/// <summary>
/// Encodes OpenAPI v2 documents as protobuf messages of the type <c>openapi.v2.Document</c>, the only form that kubectl accepts.
/// </summary>
internal static class OpenApiProtobuf
{
    private enum Form
    {
        Text,
        Texts,
        Flag,
        Integer,
        Number,

        /// <summary>A value of any type, as YAML.</summary>
        Any,
        Anys,
        Schema,
        Schemas,

        /// <summary>Schemas by name.</summary>
        NamedSchemas,

        /// <summary>A schema or a flag.</summary>
        SchemaOrFlag,

        /// <summary>One text or several, in a message of their own.</summary>
        TypeNames,
    }

    private const int SchemaExtensions = 31;
    private const int OperationExtensions = 13;

    private static readonly Dictionary<string, (int Number, Form Form)> _schemaFields = new(StringComparer.Ordinal)
    {
        ["$ref"] = (1, Form.Text),
        ["format"] = (2, Form.Text),
        ["title"] = (3, Form.Text),
        ["description"] = (4, Form.Text),
        ["default"] = (5, Form.Any),
        ["multipleOf"] = (6, Form.Number),
        ["maximum"] = (7, Form.Number),
        ["exclusiveMaximum"] = (8, Form.Flag),
        ["minimum"] = (9, Form.Number),
        ["exclusiveMinimum"] = (10, Form.Flag),
        ["maxLength"] = (11, Form.Integer),
        ["minLength"] = (12, Form.Integer),
        ["pattern"] = (13, Form.Text),
        ["maxItems"] = (14, Form.Integer),
        ["minItems"] = (15, Form.Integer),
        ["uniqueItems"] = (16, Form.Flag),
        ["maxProperties"] = (17, Form.Integer),
        ["minProperties"] = (18, Form.Integer),
        ["required"] = (19, Form.Texts),
        ["enum"] = (20, Form.Anys),
        ["additionalProperties"] = (21, Form.SchemaOrFlag),
        ["type"] = (22, Form.TypeNames),
        ["items"] = (23, Form.Schema),
        ["allOf"] = (24, Form.Schemas),
        ["properties"] = (25, Form.NamedSchemas),
    };

    private static readonly Dictionary<string, int> _operations = new(StringComparer.Ordinal)
    {
        ["get"] = 2,
        ["put"] = 3,
        ["post"] = 4,
        ["delete"] = 5,
        ["patch"] = 8,
    };

    public static byte[] Encode(JsonObject document)
    {
        var writer = new ProtobufWriter();
        writer.Text(1, Text(document, "swagger"));
        writer.Message(2, info =>
        {
            info.Text(1, Text(document["info"]!, "title"));
            info.Text(2, Text(document["info"]!, "version"));
        });
        writer.Message(8, paths => WriteNamed(paths, 2, document["paths"]!.AsObject(), WritePath));
        writer.Message(9, definitions => WriteNamed(definitions, 1, document["definitions"]!.AsObject(), WriteSchema));
        return writer.Written.ToArray();
    }

    /// <summary>Writes the entries of a map as messages of a name and a value.</summary>
    private static void WriteNamed(ProtobufWriter writer, int field, JsonObject entries, Action<ProtobufWriter, JsonObject> write)
    {
        foreach (var (name, value) in entries)
        {
            writer.Message(field, entry =>
            {
                entry.Text(1, name);
                entry.Message(2, content => write(content, value!.AsObject()));
            });
        }
    }

    private static void WriteSchema(ProtobufWriter writer, JsonObject schema)
    {
        foreach (var (name, value) in schema)
        {
            if (value is not null && _schemaFields.TryGetValue(name, out var field))
            {
                WriteField(writer, field.Number, field.Form, value);
            }
        }

        WriteExtensions(writer, SchemaExtensions, schema);
    }

    private static void WriteField(ProtobufWriter writer, int number, Form form, JsonNode value)
    {
        switch (form)
        {
            case Form.Text:
                writer.Text(number, value.GetValue<string>());
                break;
            case Form.Texts:
                WriteTexts(writer, number, value);
                break;
            case Form.Flag:
                writer.Flag(number, value.GetValueKind() == JsonValueKind.True);
                break;
            case Form.Integer:
                writer.Integer(number, value.GetValue<long>());
                break;
            case Form.Number:
                writer.Number(number, double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture));
                break;
            case Form.Any:
                writer.Message(number, any => WriteAny(any, value));
                break;
            case Form.Anys:
                foreach (var item in value.AsArray())
                {
                    writer.Message(number, any => WriteAny(any, item));
                }

                break;
            case Form.Schema:
                writer.Message(number, items => items.Message(1, item => WriteSchema(item, value.AsObject())));
                break;
            case Form.Schemas:
                foreach (var item in value.AsArray())
                {
                    writer.Message(number, schema => WriteSchema(schema, item!.AsObject()));
                }

                break;
            case Form.NamedSchemas:
                writer.Message(number, schemas => WriteNamed(schemas, 1, value.AsObject(), WriteSchema));
                break;
            case Form.SchemaOrFlag when value is JsonObject schema:
                writer.Message(number, item => item.Message(1, content => WriteSchema(content, schema)));
                break;
            case Form.SchemaOrFlag:
                writer.Message(number, item => item.Flag(2, value.GetValueKind() == JsonValueKind.True));
                break;
            case Form.TypeNames:
                writer.Message(number, names => WriteTexts(names, 1, value));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(form), form, "unknown form");
        }
    }

    private static void WriteTexts(ProtobufWriter writer, int number, JsonNode value)
    {
        if (value is not JsonArray several)
        {
            writer.Text(number, value.GetValue<string>());
            return;
        }

        foreach (var text in several)
        {
            writer.Text(number, text!.GetValue<string>());
        }
    }

    /// <summary>JSON is YAML too.</summary>
    private static void WriteAny(ProtobufWriter writer, JsonNode? value) =>
        writer.Text(2, value?.ToJsonString(RelaxedJson.Options) ?? "null");

    private static void WriteExtensions(ProtobufWriter writer, int field, JsonObject container)
    {
        foreach (var (name, value) in container.Where(entry => entry.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            writer.Message(field, extension =>
            {
                extension.Text(1, name);
                extension.Message(2, any => WriteAny(any, value));
            });
        }
    }

    private static void WritePath(ProtobufWriter writer, JsonObject path)
    {
        foreach (var (method, operation) in path)
        {
            writer.Message(_operations[method], content => WriteOperation(content, operation!.AsObject()));
        }
    }

    private static void WriteOperation(ProtobufWriter writer, JsonObject operation)
    {
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            // A parameter that is no reference, not in the body, but in the query.
            writer.Message(8, item =>
                item.Message(1, one => one.Message(2, other => other.Message(3, query => WriteQuery(query, parameter!))))
            );
        }

        writer.Message(9, responses =>
            WriteNamed(responses, 1, operation["responses"]!.AsObject(), (value, response) =>
                value.Message(1, one => WriteResponse(one, response))
            )
        );
        WriteExtensions(writer, OperationExtensions, operation);
    }

    private static void WriteQuery(ProtobufWriter writer, JsonNode parameter)
    {
        writer.Text(2, Text(parameter, "in"));
        writer.Text(4, Text(parameter, "name"));
        writer.Text(6, Text(parameter, "type"));
    }

    private static void WriteResponse(ProtobufWriter writer, JsonObject response)
    {
        writer.Text(1, Text(response, "description"));
        writer.Message(2, item => item.Message(1, schema => WriteSchema(schema, response["schema"]!.AsObject())));
    }

    private static string Text(JsonNode container, string key) => container[key]!.GetValue<string>();
}
