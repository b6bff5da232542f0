namespace Architecture.Tests;

/// <summary>The rooms of the house and the arrows between them. A new project gets its line here, and with it its place.</summary>
internal static class Rooms
{
    /// <summary>Every project that is no test, with the projects it may refer to.</summary>
    public static IReadOnlyDictionary<string, string[]> Arrows { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["infra/infra.csproj"] =
        [
            "kubernetes/Kubernetes.csproj",
            "sdk/Pulumi/Pulumi.csproj", "sdk/Pulumi.Kubernetes/Pulumi.Kubernetes.csproj", "sdk/Pulumi.Docker/Pulumi.Docker.csproj",
        ],
        ["kubernetes/Kubernetes.csproj"] = [],
        ["sdk/Protocol/Protocol.csproj"] = [],
        ["sdk/Generator/Generator.csproj"] = [],
        ["sdk/Pulumi/Pulumi.csproj"] = ["sdk/Protocol/Protocol.csproj"],
        ["sdk/Pulumi.Kubernetes/Pulumi.Kubernetes.csproj"] = ["sdk/Pulumi/Pulumi.csproj", "sdk/Generator/Generator.csproj"],
        ["sdk/Pulumi.Docker/Pulumi.Docker.csproj"] = ["sdk/Pulumi/Pulumi.csproj", "sdk/Generator/Generator.csproj"],
        ["engine/Engine.csproj"] = ["kubernetes/Kubernetes.csproj", "sdk/Protocol/Protocol.csproj"],
        ["policies/policies.csproj"] = ["kubernetes/Kubernetes.csproj", "sdk/Policy/Policy.csproj"],
        ["sdk/Policy/Policy.csproj"] = ["sdk/Protocol/Protocol.csproj"],
        ["simulator/Simulator.csproj"] = ["kubernetes/Kubernetes.csproj"],
        ["cli/cli.csproj"] = ["engine/Engine.csproj", "simulator/Simulator.csproj"],
    };

    /// <summary>
    /// The namespaces that only some rooms may name, with the folders of these rooms; of two that fit, the longer counts. Project
    /// references alone would not tell, since they pass on what they refer to.
    /// </summary>
    public static IReadOnlyDictionary<string, string[]> Namespaces { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Infra.Protocol"] = ["sdk/Protocol/", "sdk/Pulumi/", "sdk/Policy/", "engine/"],
        // What the engine tells the command about resources, it tells in property values.
        ["Infra.Protocol.Values"] = ["sdk/Protocol/", "sdk/Pulumi/", "sdk/Policy/", "engine/", "policies/", "cli/"],
        ["Infra.Kubernetes"] = ["kubernetes/", "infra/", "engine/", "policies/", "simulator/"],
        ["Infra.Generator"] = ["sdk/Generator/"],
        ["Infra.Engine"] = ["engine/", "cli/"],
        ["Infra.Policies"] = ["policies/"],
        ["Infra.PolicyPacks"] = ["sdk/Policy/", "policies/"],
        ["Infra.Simulator"] = ["simulator/", "cli/"],
        ["Infra.Cli"] = ["cli/"],
        ["Pulumi"] = ["sdk/Pulumi/", "sdk/Pulumi.Kubernetes/", "sdk/Pulumi.Docker/", "infra/"],
    };

    /// <summary>Every package a project may use that is no test: the framework comes first, and the list is short on purpose.</summary>
    public static IReadOnlySet<string> Packages { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Google.Protobuf", "Grpc.Tools", "YamlDotNet", "System.CommandLine", "Spectre.Console",
        "Pulumi", "Pulumi.Kubernetes", "Pulumi.Docker",
    };

    public static bool IsTest(string path) => path.StartsWith("tests/", StringComparison.Ordinal);
}
