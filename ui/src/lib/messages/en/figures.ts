import { count } from './count';

/** The supervisor's figures: numbers that say what changed, and what they do not say. */
export const figures = {
  title: 'Figures',
  doorText: 'who was reached, and what is missing',
  compared: (now: string, before: string) => `${now} · before: ${before}`,
  asOf: (when: string) => `Computed from what this device holds: ${when}`,
  reading: 'Computing',
  report: 'Monthly report',
  exports: 'Export',
  themes: 'Theme',
  glance: 'At a glance',
  see: (name: string) => `See: ${name}`,

  percent: (share: string) => `${share} %`,
  days: (days: number) => count(days, 'day', 'days'),
  of: (total: string) => `of ${total}`,
  ofShare: (total: string, share: string) => `of ${total}: ${share}`,
  weekOf: (day: string) => `week of ${day}`,

  hidden: { small: (below: number) => `fewer than ${below}`, some: (number: string) => `at least ${number}`, together: 'not shown', unknown: 'no data' },
  why: {
    title: 'What is not shown',
    small: (below: number) => `“Fewer than ${below}”: so small a number could point at somebody.`,
    together: (below: number) => `“Not shown”: it is a number under ${below}, or by subtraction it would tell one; which of the two is not said.`,
    unknown: '“No data”: it cannot be computed from what was recorded.'
  },
  change: {
    more: (size: string, then: string) => `${size} more than ${then}`,
    fewer: (size: string, then: string) => `${size} fewer than ${then}`,
    same: (then: string) => `the same as ${then}`,
    points: (points: string, number: number) => `${points} ${number === 1 ? 'point' : 'points'}`,
    none: 'there was no data before',
    hidden: (then: string) => `no comparison: ${then} is not shown`
  },

  table: 'See table',
  chart: 'See chart',
  tableOf: (name: string) => `See table: ${name}`,
  chartOf: (name: string) => `See chart: ${name}`,
  by: 'See by',
  series: (name: string) => `${name}, over time`,
  bars: (name: string, by: string) => `${name}, by ${by}`,
  more: (more: number) => `And ${count(more, 'more row', 'more rows')} in the table`,
  mark: (before: string) => `The line marks what was before: ${before}`,
  gaps: (gaps: number) => `With a dashed edge: ${count(gaps, 'figure that is not shown', 'figures that are not shown')}`,
  when: { day: 'Day', week: 'Week', month: 'Month' },
  changeColumn: 'Change',
  sortBy: (column: string) => `Sort by ${column}`,
  meaning: 'What counts',
  source: 'Where it comes from',
  limits: 'What it does not say',

  emptyTitle: 'Nothing recorded in these days',
  emptyText: 'Change the period or the post, or synchronize to receive what the posts have.',
  noTheme: 'No figures',

  posts: {
    theme: 'Posts',
    map: 'Map of the posts',
    mapText: 'The size tells how many people. The arrows go from post to post.',
    list: 'List of posts',
    legend: { heard: 'heard of', silent: 'not heard of', hidden: 'figure that is not shown' },
    silentTitle: 'Posts not heard of',
    silent: (silent: number, all: number) => `${silent} of ${count(all, 'post', 'posts')}`,
    allHeard: 'All heard of',
    days: (days: number) => `not heard of for ${count(days, 'day', 'days')}`,
    never: 'not heard of yet',
    heard: (day: string) => `last heard of: ${day}`,
    people: (people: string) => `people: ${people}`,
    unplaced: 'no place on the map',
    unplacedMany: (posts: number) => `${count(posts, 'post has', 'posts have')} no place on the map: ${posts === 1 ? 'it is' : 'they are'} in the list.`,
    only: 'See only its figures',
    all: 'See all posts',
    view: 'See on the map',
    views: { posts: 'The posts', country: 'The country' },
    columns: { name: 'Post', municipality: 'Municipality', people: 'People', heard: 'Last heard of' },
    outline: 'Outlines: Natural Earth, public domain. They only orient; they settle no border.',
    none: 'No posts yet'
  },

  care: {
    title: 'Care teams',
    text: 'Of care only weekly sums arrive that each team sends.',
    week: 'Week',
    teams: 'Teams that sent',
    count: (teams: number) => count(teams, 'team', 'teams')
  },

  monthly: {
    title: 'Monthly report',
    which: 'Of which month?',
    kinds: { last_month: 'Last month', month: 'This month', free: 'Other month' },
    month: 'Month',
    monthHint: 'As in 10/2026',
    pdf: 'Report as PDF',
    print: 'Print',
    back: 'Figures',
    heading: 'Health register at posts',
    of: (place: string, month: string) => `${place} · ${month}`,
    partial: 'The month is not over: what follows goes up to today.',
    made: (name: string, when: string) => `Prepared by ${name}, ${when}`,
    summary: 'Summary',
    figure: 'Figure',
    denominator: 'Of',
    postsTitle: 'Posts',
    noSilent: 'All posts were heard of.',
    silentLead: 'Not heard of:',
    method: 'Method and limits',
    methodText: (below: number) => `The figures are computed on the device of the supervisors from the records received up to the date given; what a post has not sent yet is not in them. Each person counts once even with several linked records. Numbers under ${below} people are not shown, nor those that would tell them by subtraction.`,
    others: (others: number) => `And ${count(others, 'more row', 'more rows')}, seen on the screen.`,
    before: (days: string) => `Compared with what was before: ${days}.`
  }
};
