namespace Infra.Engine.Registries;

/// <summary>A transfer made no progress for a while. The same request may succeed later.</summary>
internal sealed class StalledTransferException(TimeSpan limit, Exception cause)
    : IOException($"no byte has passed for {limit.TotalSeconds:0} s", cause);
