namespace Infra.Backend.Settings;

/// <summary>Whether a terminated container is restarted.</summary>
internal enum RestartPolicy
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>If it failed.</summary>
    OnFailure,

    /// <summary>Never: a job creates a new pod instead.</summary>
    Never,
}
