using Infra.Generator.Packages;

namespace Infra.Generator.Emission;

/// <summary>Writes the class of a resource.</summary>
internal static class ResourceEmitter
{
    public static void Write(CodeWriter code, ResourceModel resource, string typeAttribute)
    {
        code.Summary(resource.Summary);
        code.Line($"[{typeAttribute}(\"{resource.Token}\")]");
        code.Block($"public class {resource.Name} : {resource.BaseClass}", () =>
        {
            foreach (var property in resource.Outputs)
            {
                code.Summary(property.Summary);
                code.Line($"[Output(\"{property.WireName}\")]");
                code.Line($"public {property.Type} {property.Name} {{ get; private set; }} = null!;");
            }

            WriteConstructors(code, resource);
            WriteGet(code, resource);
            WriteCompletion(code, resource.Arguments);
        });
    }

    private static void WriteConstructors(CodeWriter code, ResourceModel resource)
    {
        var arguments = resource.Arguments;
        var parameter = $"{arguments.Type}{(arguments.Optional ? "? args = null" : " args")}";
        var state = resource.StateType is null ? "" : $"{resource.StateType}? state, ";
        code.Summary("Declares the resource.");
        code.Line("/// <param name=\"name\">The resource name, unique per type in the stack.</param>");
        code.Line("/// <param name=\"args\">The desired properties.</param>");
        code.Line("/// <param name=\"options\">Resource options.</param>");
        code.Line($"public {resource.Name}(string name, {parameter}, CustomResourceOptions? options = null)");
        WriteBaseCall(code, resource, arguments.Constants.Count == 0 ? "args ?? new()" : "Complete(args)", id: "\"\"");
        code.Line($"private {resource.Name}(string name, Input<string> id, {state}CustomResourceOptions? options)");
        WriteBaseCall(code, resource, resource.StateType is null ? "null" : "state", id: "id");
    }

    private static void WriteBaseCall(CodeWriter code, ResourceModel resource, string args, string id) =>
        code.Block(
            $"    : base(\"{resource.Token}\", name, {args}, PackageDefaults.Options(options, {id}{OwnOptions(resource)}))",
            () => { }
        );

    private static string OwnOptions(ResourceModel resource) =>
        NamedList("aliases", resource.Aliases) + NamedList("secretOutputs", resource.SecretOutputs);

    private static string NamedList(string name, IReadOnlyList<string> values) =>
        values.Count == 0 ? "" : $", {name}: [{string.Join(", ", values.Select(value => $"\"{value}\""))}]";

    private static void WriteGet(CodeWriter code, ResourceModel resource)
    {
        var (parameter, argument) = resource.StateType is null ? ("", "") : ($"{resource.StateType}? state = null, ", "state, ");
        code.Summary("Reads a resource that exists already and is not managed by this program.");
        code.Line("/// <param name=\"name\">The resource name, unique per type in the stack.</param>");
        code.Line("/// <param name=\"id\">The provider's ID of the resource.</param>");
        if (resource.StateType is not null)
        {
            code.Line("/// <param name=\"state\">Known properties that help the provider find the resource.</param>");
        }

        code.Line("/// <param name=\"options\">Resource options.</param>");
        code.Line($"public static {resource.Name} Get(string name, Input<string> id, {parameter}CustomResourceOptions? options = null) =>");
        code.Line($"    new(name, id, {argument}options);");
    }

    /// <summary>Writes the method that sets the properties whose values the class determines.</summary>
    private static void WriteCompletion(CodeWriter code, ArgumentsModel arguments)
    {
        if (arguments.Constants.Count == 0)
        {
            return;
        }

        code.Block($"private static {arguments.Type} Complete({arguments.Type}? args)", () =>
        {
            code.Line("args ??= new();");
            foreach (var (property, value) in arguments.Constants)
            {
                code.Line($"args.{property} = \"{value}\";");
            }

            code.Line("return args;");
        });
    }
}
