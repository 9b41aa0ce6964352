/** Stretches of days, as figures and exports ask for them. */
export const period = {
  label: 'Period',
  kinds: { week: 'This week', month: 'This month', last_month: 'Last month', campaign: 'Campaign', free: 'Other days' },
  campaign: 'Which campaign?',
  from: 'From',
  to: 'To',
  placeholder: 'day/month/year',
  unreadable: 'This day cannot be understood',
  turned: 'It ends before it begins',
  post: 'Post',
  everyPost: 'All posts',
  monthOf: (month: string, year: string) => `${month} ${year}`,
  inMonth: (month: string) => `in ${month}`,
  on: (day: string) => `on ${day}`,
  between: (from: string, to: string) => `from ${from} to ${to}`
};
