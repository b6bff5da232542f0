using System.CommandLine;
using Pulumi.Kubernetes.Generator.Schema;

namespace Pulumi.Kubernetes.Generator;

/// <summary>The tool behind <c>sdk/Pulumi.Kubernetes</c>: it condenses a cluster's API description into the committed schema.</summary>
internal static class Program
{
    private static int Main(string[] args) =>
        new RootCommand("Makes the Kubernetes schema of this repository.")
        {
            CondenseCommand(),
        }.Parse(args).Invoke();

    private static Command CondenseCommand()
    {
        var openApi = new Option<FileInfo>("--openapi") { Required = true, Description = "what `kubectl get --raw /openapi/v2` printed (.json or .json.gz)" };
        var groups = new Option<FileInfo>("--groups") { Required = true, Description = "what `kubectl get --raw /apis` printed" };
        var output = new Option<FileInfo>("--output") { Required = true, Description = "the condensed schema to write" };
        var command = new Command("condense", "Condenses a cluster's API description into one schema file.") { openApi, groups, output };
        command.SetAction(result => File.WriteAllText(
            result.GetRequiredValue(output).FullName,
            OpenApiCondenser.Condense(
                JsonFile.Read(result.GetRequiredValue(openApi).FullName),
                JsonFile.Read(result.GetRequiredValue(groups).FullName))));
        return command;
    }
}
