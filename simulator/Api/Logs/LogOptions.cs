namespace Infra.Simulator.Api.Logs;

/// <summary>The options of a request for the log of a container.</summary>
/// <param name="Container">The container's name; empty for the only one.</param>
internal sealed record LogOptions(string Container)
{
    /// <summary>Whether the answer goes on while the container runs.</summary>
    public bool Follows { get; init; }

    /// <summary>Whether the log is that of the run before the current one.</summary>
    public bool IsPrevious { get; init; }

    /// <summary>Whether each line begins with its time.</summary>
    public bool HasTimestamps { get; init; }

    /// <summary>The age of the oldest line; null for all.</summary>
    public long? SinceSeconds { get; init; }

    /// <summary>The time of the oldest line; null for all.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>The number of lines at the end; null for all.</summary>
    public long? TailLines { get; init; }

    /// <summary>The maximum length in bytes; null for none.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="StatusException">One is invalid.</exception>
    public void Validate(string pod)
    {
        const string NotPositive = "must be greater than 0";
        var errors = new List<FieldError>();
        if (TailLines < 0)
        {
            errors.Add(FieldError.Invalid("tailLines", TailLines, "must be greater than or equal to 0"));
        }

        if (LimitBytes < 1)
        {
            errors.Add(FieldError.Invalid("limitBytes", LimitBytes, NotPositive));
        }

        if (SinceSeconds is not null && SinceTime is not null)
        {
            errors.Add(FieldError.Forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
        }
        else if (SinceSeconds < 1)
        {
            errors.Add(FieldError.Invalid("sinceSeconds", SinceSeconds, NotPositive));
        }

        if (errors.Count > 0)
        {
            throw FieldError.CreateException("", "PodLogOptions", pod, errors);
        }
    }
}
