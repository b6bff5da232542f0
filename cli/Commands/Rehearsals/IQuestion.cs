using System.CommandLine;
using Infra.Engine.Errors;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>A question that an option of <c>infra rehearse</c> asks. Its answer takes several rehearsals.</summary>
internal interface IQuestion
{
    /// <summary>The option's name.</summary>
    string Name { get; }

    void AddTo(Command command);

    bool IsAsked(ParseResult parsed);

    /// <summary>Answers the question and shows the answer.</summary>
    /// <exception cref="UsageException">It cannot be asked so.</exception>
    Task<ExitCode> AnswerAsync(QuestionContext context, CancellationToken cancellation);
}

/// <summary>What a question is about.</summary>
internal sealed record QuestionContext
{
    public required ParseResult Parsed { get; init; }

    /// <summary>The stack that the command line names; null for the selected one.</summary>
    public required string? Stack { get; init; }

    /// <summary>The scenario of a file; null for none.</summary>
    public required string? Scenario { get; init; }

    /// <summary>The names of ready-made scenarios.</summary>
    public required IReadOnlyList<string> Ready { get; init; }

    /// <summary>The cluster among several of the stack; null for the only one.</summary>
    public required string? Cluster { get; init; }

    /// <summary>The seed of all random choices; null for the scenario's.</summary>
    public required int? Seed { get; init; }

    /// <summary>Whether the answer is written as JSON.</summary>
    public required bool AsJson { get; init; }

    /// <summary>The options for reports.</summary>
    public required ReportOptions Reports { get; init; }
}
