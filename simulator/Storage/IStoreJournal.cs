namespace Infra.Simulator.Storage;

/// <summary>Where the store's changes are kept beyond the life of the process.</summary>
internal interface IStoreJournal
{
    /// <summary>Writes one change down. Called in order of versions, before the change becomes visible.</summary>
    void Append(WatchEvent happened);
}
