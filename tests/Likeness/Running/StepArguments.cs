using Likeness.Recordings;

namespace Likeness.Running;

/// <summary>The command line of a step.</summary>
internal static class StepArguments
{
    private static readonly HashSet<string> Operations = ["preview", "up", "refresh", "destroy", "import"];

    public static List<string> For(ScenarioStep step, ScenarioFiles files)
    {
        List<string> arguments = step.Operation switch
        {
            "cli" => [],
            "stack-outputs" => ["stack", "output"],
            _ => [step.Operation],
        };
        arguments.AddRange(step.Arguments);
        arguments.AddRange(step.Flags);
        if (step.ImportFile is { } import)
        {
            File.WriteAllText(files.ImportFile(step.Number), import.ToJsonString());
            arguments.AddRange(["--file", files.ImportFile(step.Number)]);
        }

        if (step.Operation != "cli")
        {
            arguments.AddRange(["--stack", step.Stack]);
        }

        arguments.AddRange(["--non-interactive", "--color", "never", "--cwd", files.Project]);
        if (Operations.Contains(step.Operation))
        {
            arguments.AddRange(["--suppress-progress", "--event-log", files.EventLog(step.Number)]);
        }

        return arguments;
    }
}
