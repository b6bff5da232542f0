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
            WriteDefaults(code, input);
            foreach (var property in input.Properties)
            {
                WriteProperty(code, property);
            }

            code.Summary("Arguments without values.");
            code.Line($"public static new {input.Name} Empty => new();");
        });
    }

    private static void WriteDefaults(CodeWriter code, ObjectModel input)
    {
        var defaults = input.Properties.Where(property => property.Default is not null).ToList();
        if (defaults.Count == 0)
        {
            return;
        }

        code.Summary("Creates arguments with the provider's defaults.");
        code.Block($"public {input.Name}()", () => defaults.ForEach(property => code.Line($"{property.Name} = {property.Default};")));
    }

    private static void WriteProperty(CodeWriter code, PropertyModel property)
    {
        var attribute = $"[Input(\"{property.WireName}\"{(property.Required ? ", required: true" : "")})]";
        if (!property.Collection && !property.Secret)
        {
            code.Summary(property.Summary);
            code.Line(attribute);
            code.Line(
                property.Required
                    ? $"public {property.Type} {property.Name} {{ get; set; }} = null!;"
                    : $"public {property.Type}? {property.Name} {{ get; set; }}"
            );
            return;
        }

        // The attribute is on a backing field: the getter creates a collection that is not sent unless it is used, and the setter of a
        // secret wraps the value.
        var field = $"_{property.WireName.TrimStart('$')}";
        code.Line(attribute);
        code.Line($"private {property.Type}? {field};");
        code.Summary(property.Summary);
        code.Line($"public {property.Type}{(property.Collection || property.Required ? "" : "?")} {property.Name}");
        code.Line("{");
        code.Line($"    get => {field}{(property.Collection ? " ??= new()" : property.Required ? "!" : "")};");
        code.Line($"    set => {field} = {(property.Secret ? "Output.CreateSecret(value.ToOutput())" : "value")};");
        code.Line("}");
    }
}
