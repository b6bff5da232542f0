using System.Text;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Cli.CodeGeneration;

/// <summary>Writes the C# declarations of imported resources, with the typed classes of <c>Pulumi.Kubernetes</c>.</summary>
internal sealed class ImportedProgram
{
    private const int Indent = 4;
    private const string KubernetesPrefix = "kubernetes:";

    private readonly IReadOnlyDictionary<Urn, string> _names;
    private readonly StringBuilder _body = new();
    private readonly List<string> _secrets = [];
    private readonly Dictionary<Urn, string> _variables = [];

    private ImportedProgram(IReadOnlyDictionary<Urn, string> names) => _names = names;

    /// <summary>Writes a whole program.</summary>
    /// <param name="resources">The imported resources as the state has them.</param>
    /// <param name="names">The names of variables by URN: of the resources, their parents and their providers.</param>
    public static string Write(IReadOnlyList<ResourceState> resources, IReadOnlyDictionary<Urn, string> names)
    {
        var program = new ImportedProgram(names);
        foreach (var resource in resources)
        {
            program.Declare(resource);
        }

        return program.Complete();
    }

    private string Complete()
    {
        var code = new StringBuilder("using Pulumi;\nusing Kubernetes = Pulumi.Kubernetes;\n\n");
        foreach (var secret in _secrets)
        {
            code.Append($"// Set with: infra config set --secret {secret} VALUE\n");
        }

        code.Append("return await Deployment.RunAsync(() =>\n{\n");
        if (_secrets.Count > 0)
        {
            code.Append("    var config = new Config();\n\n");
        }

        return code.Append(_body.ToString().TrimEnd()).Append("\n});\n").Replace("\r\n", "\n").ToString();
    }

    private void Declare(ResourceState resource)
    {
        if (FindClass(resource) is not { } type)
        {
            Comment($"{resource.Type} \"{resource.Urn.Name}\": Pulumi.Kubernetes has no class for this type; derive one from");
            Comment("Kubernetes.ApiExtensions.CustomResourceArgs and create a Kubernetes.ApiExtensions.CustomResource with it.");
            _body.AppendLine();
            return;
        }

        var variable = Reserve(resource.Urn);
        _body.AppendLine($"    var {variable} = new {type.ResourceName}({CSharpText.Literal(resource.Urn.Name)}, new()");
        new ArgumentWriter(_body, path => RequireSecret(resource.Urn.Name + path)).WriteObject(type, resource.Inputs, Indent, path: "");
        WriteOptions(resource);
        _body.AppendLine(");").AppendLine();
    }

    private static KubernetesClass? FindClass(ResourceState resource) =>
        resource.Type.StartsWith(KubernetesPrefix, StringComparison.Ordinal)
        && resource.Inputs.Find("apiVersion") is PropertyString { Value: var version }
        && resource.Inputs.Find("kind") is PropertyString { Value: var kind }
            ? KubernetesClass.Find(version, kind)
            : null;

    private void WriteOptions(ResourceState resource)
    {
        List<string> options = [];
        if (resource.Parent.Type != Urn.StackType && _names.TryGetValue(resource.Parent, out var parent))
        {
            options.Add($"Parent = {_variables.GetValueOrDefault(resource.Parent, CSharpText.Variable(parent))}");
        }

        if (resource.Provider is { } provider && _names.TryGetValue(provider.Urn, out var named))
        {
            options.Add($"Provider = {CSharpText.Variable(named)}");
        }

        if (resource.Protect)
        {
            options.Add("Protect = true");
        }

        if (options.Count == 0)
        {
            return;
        }

        _body.AppendLine(", new CustomResourceOptions").AppendLine("    {");
        foreach (var option in options)
        {
            _body.AppendLine($"        {option},");
        }

        _body.Append("    }");
    }

    private string RequireSecret(string path)
    {
        var key = path.Replace(':', '.');
        _secrets.Add(key);
        return $"config.RequireSecret({CSharpText.Literal(key)})";
    }

    private string Reserve(Urn urn)
    {
        var variable = CSharpText.Variable(_names.GetValueOrDefault(urn, urn.Name));
        var unique = variable;
        for (var number = 2; _variables.ContainsValue(unique); number++)
        {
            unique = $"{variable}{number}";
        }

        return _variables[urn] = unique;
    }

    private void Comment(string text) => _body.AppendLine($"    // {text}");
}
