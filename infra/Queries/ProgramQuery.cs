using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Backend.Explanations;
using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Queries;

/// <summary>Answers a question about the stack without deploying it, as <c>docs/program-contract.md</c> describes.</summary>
internal static class ProgramQuery
{
    private const string Variable = "INFRA_QUERY";
    private const string ClustersQuery = "clusters";
    private const string ExplainQuery = "explain ";
    private const string RotationPrefix = "rotation ";
    private const string AdministratorPrefix = "administrator ";
    private const string RehearsalQueryName = "rehearsal";
    private const int Success = 0;
    private const int Failure = 1;
    private const int InvalidSettings = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new SecondsConverter() },
    };

    /// <summary>Finds the query the program was started with; null if it was started to deploy.</summary>
    public static string? Find(Func<string, string?> variable) => variable(Variable) is { Length: > 0 } query ? query : null;

    /// <summary>Writes the answer to <paramref name="output"/> as UTF-8, or the errors to <paramref name="errors"/>.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string query, Func<string, string?> variable, string workingDirectory, Stream output, TextWriter errors)
    {
        try
        {
            var answer = Answer(query, ProgramSettings.Load(ProgramEnvironment.FromVariables(variable, workingDirectory)));
            output.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(answer, Json)));
            return Success;
        }
        catch (ProgramException error)
        {
            errors.WriteLine(error.Message);
            return error is InvalidSettingsException ? InvalidSettings : Failure;
        }
    }

    private static object Answer(string query, ProgramSettings program)
    {
        if (query == ClustersQuery)
        {
            return new ClustersAnswer([.. program.Loaded.Plans.Select(plan => ClusterAnswer.FromPlan(plan, program.Stack))]);
        }

        if (query == RehearsalQueryName || query.StartsWith($"{RehearsalQueryName} ", StringComparison.Ordinal))
        {
            return RehearsalQuery.Answer(query[RehearsalQueryName.Length..].Trim(), program);
        }

        return query.StartsWith(ExplainQuery, StringComparison.Ordinal)
                ? new ExplanationsAnswer(StackExplainer.Explain(query[ExplainQuery.Length..], program.Loaded))
            : query.StartsWith(RotationPrefix, StringComparison.Ordinal)
                ? RotationQuery.Answer(query[RotationPrefix.Length..], program.Loaded)
            : query.StartsWith(AdministratorPrefix, StringComparison.Ordinal)
                ? RotationQuery.AnswerForAdministrator(query[AdministratorPrefix.Length..], program.Loaded)
            : throw new UnknownQueryException(
                $"{Variable} is '{query}', which is not a query. "
                    + $"Write '{ClustersQuery}', '{ExplainQuery}<service>', '{RotationPrefix}<store>', '{AdministratorPrefix}<store>' "
                    + $"or '{RehearsalQueryName} <scenario>'."
            );
    }
}

/// <summary>The query is not one of the contract's.</summary>
internal sealed class UnknownQueryException(string message) : ProgramException(message);
