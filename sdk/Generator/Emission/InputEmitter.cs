using Infra.Generator.Packages;

namespace Infra.Generator.Emission;

/// <summary>Writes the class of a nested input or of a resource's arguments.</summary>
internal static class InputEmitter
{
    public static void Write(CodeWriter code, ObjectModel input)
    {
        code.Summary(input.Summary);
        code.Block($"public {(input.Sealed ? "sealed " : "")}class {input.Name} : ResourceArgs", () =>
        {
            foreach (var property in input.Properties)
            {
                WriteProperty(code, property);
            }

            code.Summary("New arguments without any value.");
            code.Line($"public static new {input.Name} Empty => new();");
        });
    }

    private static void WriteProperty(CodeWriter code, PropertyModel property)
    {
        var attribute = $"[Input(\"{property.WireName}\"{(property.Required ? ", required: true" : "")})]";
        if (!property.Collection)
        {
            code.Summary(property.Summary);
            code.Line(attribute);
            code.Line($"public {property.Type}{(property.Required ? "" : "?")} {property.Name} {{ get; set; }}{(property.Required ? " = null!;" : "")}");
            return;
        }

        // The property is never null for its reader, yet an untouched one must not be sent: hence the field carries the attribute.
        var field = $"_{property.WireName.TrimStart('$')}";
        code.Line(attribute);
        code.Line($"private {property.Type}? {field};");
        code.Summary(property.Summary);
        code.Line($"public {property.Type} {property.Name} {{ get => {field} ??= new(); set => {field} = {(property.Secret ? "Output.CreateSecret(value.ToOutput())" : "value")}; }}");
    }
}
