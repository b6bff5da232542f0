using System.Text.Json;
using Infra.Cli.CodeGeneration;
using Infra.Engine.Resources;
using Infra.Protocol.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cli.Tests.CodeGeneration;

public sealed class ImportedProgramTests
{
    private static readonly Urn Stack = Urn.Create("dev", "shop", default, Urn.StackType, "shop-dev");

    [Theory]
    [InlineData(
        "core/v1:ConfigMap",
        """{"metadata": {"name": "c", "labels": {"a-b/c": "x"}}, "data": {"a": "1\n\"2\"\\"}, "immutable": true}"""
    )]
    [InlineData("core/v1:Secret", """{"data": {"password": "aHVudGVyMg=="}, "type": "Opaque"}""")]
    [InlineData(
        "core/v1:Service",
        """{"spec": {"type": "ClusterIP", "ports": [{"port": 80, "targetPort": "http"}, {"port": 81, "targetPort": 8080}]}}"""
    )]
    [InlineData(
        "apps/v1:Deployment",
        """
            {"spec": {"replicas": 2, "selector": {"matchLabels": {"app": "d"}}, "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}},
              "template": {"metadata": {"annotations": {"x": "y"}}, "spec": {"containers": [{"name": "main", "image": "i", "args": ["-a", "b"],
                "resources": {"requests": {"cpu": "100m", "memory": "1Gi"}, "limits": {"cpu": 1}},
                "readinessProbe": {"httpGet": {"path": "/", "port": 8080}, "periodSeconds": 5},
                "securityContext": {"capabilities": {"drop": ["ALL"]}, "runAsNonRoot": true}}],
                "volumes": [{"name": "v", "emptyDir": {}}]}}}}
            """
    )]
    [InlineData(
        "apiextensions.k8s.io/v1:CustomResourceDefinition",
        """
            {"spec": {"group": "g", "scope": "Namespaced", "names": {"kind": "K", "plural": "ks"}, "versions": [{"name": "v1", "served": true,
              "storage": true, "subresources": {"status": {}}, "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true,
                "properties": {"a": {"type": "number", "maximum": 1.5, "default": 3, "enum": [1, "x"]},
                  "m": {"type": "object", "additionalProperties": {"type": "string"}}, "n": {"additionalProperties": true}}}}}]}}
            """
    )]
    [InlineData("networking.k8s.io/v1:NetworkPolicy", """{"spec": {"podSelector": {}, "ingress": [{"from": [{"podSelector": {}}]}]}}""")]
    public void Write_AKind_CompilesWithTheTypedClasses(string type, string inputs)
    {
        var code = ImportedProgram.Write([Resource(type, "a", inputs), Resource(type, "@a", inputs)], new Dictionary<Urn, string>());

        Assert.Contains($"new Kubernetes.", code, StringComparison.Ordinal);
        Assert.Empty(Compile(code));
    }

    [Fact]
    public void Write_ASecret_IsTakenFromTheConfiguration()
    {
        var secret = Resource("core/v1:Secret", "creds", """{"data": {"password": "aHVudGVyMg=="}}""");
        secret = secret with { Inputs = secret.Inputs.SetItem("data", secret.Inputs["data"].MakeSecret()) };

        var code = ImportedProgram.Write([secret], new Dictionary<Urn, string>());

        Assert.DoesNotContain("aHVudGVyMg", code, StringComparison.Ordinal);
        Assert.Contains("// Set with: infra config set --secret creds.data.password VALUE\n", code, StringComparison.Ordinal);
        Assert.Contains("config.RequireSecret(\"creds.data.password\")", code, StringComparison.Ordinal);
        Assert.Empty(Compile(code));
    }

    [Fact]
    public void Write_ACustomResource_SaysWhatIsMissing() =>
        Assert.Contains(
            "has no class for this type",
            ImportedProgram.Write([Resource("example.com/v1:Thing", "x", "{}")], new Dictionary<Urn, string>()),
            StringComparison.Ordinal
        );

    [Fact]
    public void Write_OptionsOfTheState_AreDeclared()
    {
        var resource = Resource("core/v1:ConfigMap", "c", "{}") with { Protect = true };
        var parent = Urn.Create("dev", "shop", Stack, "my:index:Group", "g");

        var code = ImportedProgram.Write(
            [resource with { Parent = parent }],
            new Dictionary<Urn, string> { [parent] = "my-group", [resource.Urn] = "settings" }
        );

        Assert.Contains("var settings = new Kubernetes.Core.V1.ConfigMap(\"c\", new()", code, StringComparison.Ordinal);
        Assert.Contains("        Parent = myGroup,\n        Protect = true,\n", code, StringComparison.Ordinal);
    }

    private static ResourceState Resource(string type, string name, string inputs)
    {
        var (apiVersion, kind) = (type[..type.IndexOf(':')], type[(type.IndexOf(':') + 1)..]);
        using var document = JsonDocument.Parse(inputs);
        var properties = StateJson
            .ReadMap(document.RootElement, text => text)
            .SetItem("apiVersion", apiVersion.Replace("core/", "", StringComparison.Ordinal))
            .SetItem("kind", kind);
        return new ResourceState
        {
            Urn = Urn.Create("dev", "shop", Stack, $"kubernetes:{type}", name),
            Type = $"kubernetes:{type}",
            Custom = true,
            Parent = Stack,
            Inputs = properties,
        };
    }

    private static IEnumerable<string> Compile(string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path =>
                Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Pulumi", StringComparison.Ordinal))
            )
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation
            .Create("imported", [CSharpSyntaxTree.ParseText(code)], references, new CSharpCompilationOptions(OutputKind.ConsoleApplication))
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{diagnostic}\n{code}");
    }
}
