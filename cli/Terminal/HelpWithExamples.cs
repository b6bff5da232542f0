using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Infra.Cli.Commands.Refused;

namespace Infra.Cli.Terminal;

/// <summary>System.CommandLine's help, followed by the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command is RefusedCommand refused)
        {
            throw new UsageException(refused.Message);
        }

        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is IHasExamples { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var (command, meaning) in examples)
            {
                output.WriteLine($"  {command}");
                output.WriteLine($"      {meaning}");
            }

            output.WriteLine();
        }

        return code;
    }
}

/// <summary>A command with examples.</summary>
internal interface IHasExamples
{
    /// <summary>Command lines, each with a description.</summary>
    IReadOnlyList<(string Command, string Meaning)> Examples { get; }
}
