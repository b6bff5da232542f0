using System.CommandLine;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands;

/// <summary>A command whose help shows examples.</summary>
internal sealed class InfraCommand(string name, string description, params (string Command, string Meaning)[] examples)
    : Command(name, description),
        IHasExamples
{
    public IReadOnlyList<(string Command, string Meaning)> Examples => examples;
}
