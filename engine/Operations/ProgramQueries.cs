using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Programs;

namespace Infra.Engine.Operations;

/// <summary>Queries a stack's program without a deployment, by the contract in docs/program-contract.md.</summary>
public sealed class ProgramQueries
{
    private readonly IProgram? _program;
    private readonly ProgramEnvironment _environment;
    private readonly TimeProvider _time;

    /// <param name="program">The program, or null if it does not implement the contract.</param>
    /// <param name="environment">The environment of a preview of the stack.</param>
    /// <param name="time">The clock of the timeout.</param>
    internal ProgramQueries(IProgram? program, ProgramEnvironment environment, TimeProvider time) =>
        (_program, _environment, _time) = (program, environment, time);

    /// <summary>How long a program may take; an answer usually takes a tenth of a second.</summary>
    internal static TimeSpan Timeout { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Runs the program with a query.</summary>
    /// <exception cref="ProgramException">The program did not end, or its answer is not a JSON object.</exception>
    public async Task<QueryResult> AskAsync(string query, CancellationToken cancellationToken)
    {
        if (_program is null)
        {
            return new QueryResult(QueryStatus.NotSupported, [], "");
        }

        var (output, errors) = (new StringBuilder(), new StringBuilder());
        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // The two streams are read on different threads, but each by one at a time.
            var result = await _program.RunAsync(
                _environment with
                {
                    Query = query,
                },
                (line, isError) => (isError ? errors : output).Append(line).Append('\n'),
                limit.Token
            );
            return result switch
            {
                ProgramResult.Succeeded => new QueryResult(QueryStatus.Answered, Parse(query, output.ToString()), ""),
                ProgramResult.InvalidSettings => new QueryResult(QueryStatus.InvalidSettings, [], errors.ToString()),
                _ => new QueryResult(QueryStatus.Failed, [], errors.ToString()),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProgramException(
                $"the program in {_environment.WorkingDirectory} did not answer the query '{query}' within {Timeout.TotalSeconds:0} s"
            );
        }
    }

    private ProgramException Malformed(string query, string reason, Exception? inner = null) =>
        new(
            $"the program in {_environment.WorkingDirectory} answered the query '{query}' with something that is not a JSON object: {reason}",
            inner
        );

    private JsonObject Parse(string query, string answer)
    {
        try
        {
            return JsonNode.Parse(answer) as JsonObject ?? throw Malformed(query, answer.Trim());
        }
        catch (JsonException error)
        {
            throw Malformed(query, error.Message, error);
        }
    }
}
