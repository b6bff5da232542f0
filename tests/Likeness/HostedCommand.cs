using System.Text.Json.Nodes;
using Likeness.Running;

namespace Likeness;

/// <summary>A command of <c>infra</c> in a process of its own, with a scenario's program.</summary>
internal static class HostedCommand
{
    public static Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var program = JsonNode.Parse(File.ReadAllText(Variable(CommandRunner.ProgramVariable)))!.AsObject();
        var kubeconfigs = Directory
            .EnumerateFiles(Variable(CommandRunner.KubeconfigsVariable))
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        return CommandRunner.RunHereAsync(arguments, program, kubeconfigs);
    }

    private static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");
}
