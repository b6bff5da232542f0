using System.Text.Json;

namespace Infra.Engine.Operations.Importing;

/// <summary>Reads the JSON of an import file.</summary>
internal static class ImportFileReader
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="JsonException">It is not JSON, or a member has the wrong type.</exception>
    public static ImportFile Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Options);
        var file = new ImportFile();
        var unsupported = new List<string>();
        foreach (var member in Members(document.RootElement, "the import file"))
        {
            switch (member.Name)
            {
                case "nameTable":
                    file = file with { NameTable = Members(member.Value, "nameTable").ToDictionary(name => name.Name, Text) };
                    break;
                case "resources":
                    file = file with { Resources = [.. Items(member).Select(ReadSpec)] };
                    break;
                default:
                    unsupported.Add(member.Name);
                    break;
            }
        }

        return file with
        {
            Unsupported = unsupported,
        };
    }

    private static ImportSpec ReadSpec(JsonElement json)
    {
        var spec = new ImportSpec();
        var unsupported = new List<string>();
        foreach (var member in Members(json, "a resource"))
        {
            spec = member.Name switch
            {
                "type" => spec with { Type = Text(member) },
                "name" => spec with { Name = Text(member) },
                "logicalName" => spec with { LogicalName = Text(member) },
                "id" => spec with { Id = Text(member) },
                "parent" => spec with { Parent = Text(member) },
                "provider" => spec with { Provider = Text(member) },
                "version" => spec with { Version = Text(member) },
                "properties" => spec with { Properties = [.. Items(member).Select(item => Text(member.Name, item))] },
                "component" => spec with { Component = Flag(member) },
                _ => spec,
            };
            if (!IsKnown(member.Name))
            {
                unsupported.Add(member.Name);
            }
        }

        return spec with
        {
            Unsupported = unsupported,
        };
    }

    private static bool IsKnown(string name) =>
        name is "type" or "name" or "logicalName" or "id" or "parent" or "provider" or "version" or "properties" or "component";

    private static JsonElement.ObjectEnumerator Members(JsonElement json, string what) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : throw new JsonException($"{what} must be an object");

    private static JsonElement.ArrayEnumerator Items(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Array
            ? member.Value.EnumerateArray()
            : throw new JsonException($"`{member.Name}` must be a list");

    private static string Text(JsonProperty member) => Text(member.Name, member.Value);

    private static string Text(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new JsonException($"`{name}` must be a string");

    private static bool Flag(JsonProperty member) =>
        member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? member.Value.GetBoolean()
            : throw new JsonException($"`{member.Name}` must be true or false");
}
