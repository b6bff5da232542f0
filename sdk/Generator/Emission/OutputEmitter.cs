using Infra.Generator.Packages;

namespace Infra.Generator.Emission;

/// <summary>Writes the class of a nested output.</summary>
internal static class OutputEmitter
{
    public static void Write(CodeWriter code, ObjectModel output)
    {
        code.Summary(output.Summary);
        code.Line("[OutputType]");
        code.Block($"public sealed class {output.Name}", () =>
        {
            foreach (var property in output.Properties)
            {
                code.Summary(property.Summary);
                code.Line($"public readonly {property.Type} {property.Name};");
            }

            code.Line("[OutputConstructor]");
            code.Block($"private {output.Name}({string.Join(", ", output.Properties.Select(Parameter))})", () =>
            {
                foreach (var property in output.Properties)
                {
                    code.Line($"this.{property.Name} = {ParameterName(property)};");
                }
            });
        });
    }

    private static string Parameter(PropertyModel property) =>
        property.WireName.StartsWith('$')
            ? $"[OutputConstructorParameter(\"{property.WireName}\")] {property.Type} {ParameterName(property)}"
            : $"{property.Type} {ParameterName(property)}";

    /// <summary>The prefix allows parameters named like C# keywords.</summary>
    private static string ParameterName(PropertyModel property) => $"@{property.WireName.TrimStart('$')}";
}
