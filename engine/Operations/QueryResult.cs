using System.Text.Json.Nodes;

namespace Infra.Engine.Operations;

/// <summary>How a program responded to a query.</summary>
public enum QueryStatus
{
    /// <summary>The program answered the query.</summary>
    Answered,

    /// <summary>The program failed.</summary>
    Failed,

    /// <summary>The settings of the stack are invalid.</summary>
    InvalidSettings,

    /// <summary>The program does not implement the contract and was not started.</summary>
    NotSupported,
}

/// <summary>A program's response to a query.</summary>
/// <param name="Status">How the program responded.</param>
/// <param name="Answer">The answer; empty unless the program answered.</param>
/// <param name="Errors">The program's error messages, one per line; empty unless the program failed.</param>
public sealed record QueryResult(QueryStatus Status, JsonObject Answer, string Errors);
