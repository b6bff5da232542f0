namespace Infra.Policies.Sdk;

/// <summary>The groups of policies. A stack chooses one of the first three and gets those before it too.</summary>
internal enum Profile
{
    /// <summary>What no workload may do: known ways out of the container, references that lead nowhere.</summary>
    Baseline,

    /// <summary>Hardening as in the Pod Security Standards' profile of this name, least privilege.</summary>
    Restricted,

    /// <summary>What keeps a service up.</summary>
    Production,

    /// <summary>Good practice that has honest opponents. Always advises, never stops an update unless configured to.</summary>
    Advisory,
}
