namespace Infra.Backend.Planning;

/// <summary>How a quota differs from that of the last update.</summary>
internal enum QuotaChange
{
    /// <summary>It does not, or the former one is not known.</summary>
    None,

    /// <summary>Some resource has more than before. Others may have less.</summary>
    Grows,

    /// <summary>Some resource has less than before, and none more.</summary>
    Shrinks,
}
